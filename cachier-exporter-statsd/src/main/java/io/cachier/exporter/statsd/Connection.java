package io.cachier.exporter.statsd;

import com.timgroup.statsd.NonBlockingUdpSender;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One way to the server, from start to stop: an {@link Outbox}, the client that sends, and a daemon
 * thread that hands packets from the one to the other at a bounded pace. Thread-safe.
 */
final class Connection {
  private final StatsdOptions options;
  private final Limits limits;
  private final Tally tally;
  private final InFlight inFlight;
  private final Outbox outbox;
  private final NonBlockingUdpSender client;
  private final Thread thread;
  private volatile double packetsPerSecond;

  /**
   * What bounds memory and time.
   *
   * @param heldBytes how much may wait to be sent
   * @param stall how long the network may take nothing until figures are refused
   * @param drain in what time all that waits is sent at the end, if that is faster than the pace
   * @param grace how much longer the end may take until what is left is given up, and how long
   *     giving up may take
   */
  record Limits(int heldBytes, Duration stall, Duration drain, Duration grace) {
    static final Limits DEFAULTS =
        new Limits(16 << 20, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(1));
  }

  private Connection(
      StatsdOptions options,
      Limits limits,
      Tally tally,
      InFlight inFlight,
      NonBlockingUdpSender client) {
    this.options = options;
    this.limits = limits;
    this.tally = tally;
    this.inFlight = inFlight;
    this.outbox = new Outbox(options.packetBytes(), limits.heldBytes(), limits.stall());
    this.client = client;
    this.packetsPerSecond = options.packetsPerSecond();
    this.thread = new Thread(this::carry, "cachier-statsd-sender");
    thread.setDaemon(true);
  }

  /**
   * Opens the socket and starts the thread.
   *
   * @param options where to
   * @param limits what bounds it
   * @param tally counts what is lost
   * @param inFlight of this connection alone
   * @return an open connection
   * @throws IllegalStateException if the server's name can't be resolved, or there is no way to it
   */
  static Connection open(StatsdOptions options, Limits limits, Tally tally, InFlight inFlight) {
    InetSocketAddress address = new InetSocketAddress(options.host(), options.port());
    // The client leaves its socket open when it can't connect, so something else tries it first.
    try (DatagramChannel trial = DatagramChannel.open()) {
      trial.connect(address);
      Connection connection =
          new Connection(
              options,
              limits,
              tally,
              inFlight,
              new NonBlockingUdpSender(
                  options.host(),
                  options.port(),
                  new ProgressCharset(inFlight::sending),
                  inFlight));
      connection.thread.start();
      return connection;
    } catch (IOException | UnresolvedAddressException e) {
      throw new IllegalStateException(
          "statsd.host was '"
              + options.host()
              + "' but "
              + (address.isUnresolved() ? "that name can't be resolved" : "there is no way to it")
              + "; set cachier.statsd.host to a name or an address that this machine can reach",
          e);
    }
  }

  /**
   * Hands figures over, all or none; see {@link Outbox#add}.
   *
   * @param figures lines
   */
  void add(List<String> figures) {
    outbox.add(figures);
  }

  private void carry() {
    try {
      Pace pace = new Pace(System.nanoTime());
      for (Packet packet = next(pace); packet != null; packet = next(pace)) {
        inFlight.handing(packet);
        client.send(packet.text());
      }
    } catch (InterruptedException e) {
      // With the flag set the client closes its socket at once, instead of waiting for half a
      // minute.
      Thread.currentThread().interrupt();
    } finally {
      client.stop();
    }
  }

  private @Nullable Packet next(Pace pace) throws InterruptedException {
    inFlight.awaitRoom();
    for (long pause = pause(pace); pause > 0; pause = pause(pace)) {
      TimeUnit.NANOSECONDS.sleep(pause);
    }
    return outbox.take();
  }

  private long pause(Pace pace) {
    return pace.pauseNanos(packetsPerSecond, System.nanoTime());
  }

  /**
   * Sends what waits, as far as the limits allow, and frees everything. What could not be sent is
   * counted and told.
   */
  void close() {
    int packets = outbox.close();
    packetsPerSecond =
        Math.max(options.packetsPerSecond(), packets * 1e9 / limits.drain().toNanos());
    try {
      thread.join(limits.drain().plus(limits.grace()).toMillis());
      thread.interrupt();
      thread.join(limits.grace().toMillis());
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
    int lost = outbox.clear() + inFlight.abandon();
    if (lost > 0) {
      tally.failed(
          lost, () -> lost + " figures could not be sent to the StatsD server before the end");
    }
  }
}

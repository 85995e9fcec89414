package io.cachier.exporter.statsd;

import com.timgroup.statsd.StatsDClientErrorHandler;
import java.net.PortUnreachableException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The packets that the client has in its queue: keeps them few, and knows which one it was when the
 * client fails to send. Thread-safe.
 */
class InFlight implements StatsDClientErrorHandler {
  private static final int MOST = 64;

  private final String server;
  private final Tally tally;
  private final Semaphore room = new Semaphore(MOST);
  private final Queue<Packet> queued = new ConcurrentLinkedQueue<>();

  private volatile @Nullable Sending last;

  /** What the client's thread sends, or sent last. */
  private record Sending(Thread thread, @Nullable Packet packet) {}

  /**
   * Nothing is in flight.
   *
   * @param server host and port, for a person to read
   * @param tally counts what the client fails to send
   */
  InFlight(String server, Tally tally) {
    this.server = server;
    this.tally = tally;
  }

  /** Waits until one more packet may be handed to the client. */
  final void awaitRoom() throws InterruptedException {
    room.acquire();
  }

  /** The client is about to be handed a packet. */
  final void handing(Packet packet) {
    queued.add(packet);
  }

  /** The client's thread sends the next packet now. */
  void sending() {
    last = new Sending(Thread.currentThread(), queued.poll());
    room.release();
  }

  /** The client failed. Called by it on its own thread, or on the one that stops it. */
  @Override
  public final void handle(Exception failure) {
    if (failure instanceof InterruptedException) {
      // The end did not wait any longer; what was lost by that is counted packet by packet.
      return;
    }
    tally.failed(lostFigures(), () -> describe(failure));
  }

  private int lostFigures() {
    Sending sending = last;
    // On the thread that stops it the client fails to close, which loses nothing.
    return sending != null && sending.thread == Thread.currentThread() && sending.packet != null
        ? sending.packet.figures()
        : 0;
  }

  private String describe(Exception failure) {
    return failure instanceof PortUnreachableException
        ? "Nobody listens at "
            + server
            + " for StatsD; start a server there, set cachier.statsd.host and cachier.statsd.port,"
            + " or switch the exporter off with cachier.exporter.statsd.enabled=false"
        : "Sending to the StatsD server at "
            + server
            + " failed: "
            + failure.getClass().getName()
            + (failure.getMessage() == null ? "" : ": " + failure.getMessage());
  }

  /**
   * Forgets the packets that the client did not come to.
   *
   * @return how many figures they held
   */
  final int abandon() {
    int figures = 0;
    for (Packet packet = queued.poll(); packet != null; packet = queued.poll()) {
      figures += packet.figures();
    }
    return figures;
  }
}

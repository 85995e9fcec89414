package io.cachier.exporter.statsd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.cachier.metrics.ProcessSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A socket that belongs to the test and takes whatever is sent to it, byte by byte as it is. */
final class Receiver implements AutoCloseable {
  private static final int BUFFER = 1 << 22;
  private static final int LARGEST_PACKET = 1 << 16;

  private final DatagramSocket socket;
  private final Thread thread = new Thread(this::receive, "receiver");
  private final List<String> packets = new ArrayList<>();
  private final AtomicInteger markers = new AtomicInteger();

  Receiver() {
    try {
      socket = new DatagramSocket(null);
      socket.setReceiveBufferSize(BUFFER);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  private void receive() {
    byte[] bytes = new byte[LARGEST_PACKET];
    DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
    try {
      while (!socket.isClosed()) {
        packet.setLength(bytes.length);
        socket.receive(packet);
        String text = new String(bytes, 0, packet.getLength(), UTF_8);
        synchronized (packets) {
          packets.add(text);
        }
      }
    } catch (IOException e) {
      synchronized (packets) {
        packets.add("the socket was closed: " + e.getMessage());
      }
    }
  }

  /** What came so far, packet by packet. */
  List<String> packets() {
    synchronized (packets) {
      return List.copyOf(packets);
    }
  }

  /** What came so far, line by line. */
  List<String> lines() {
    return packets().stream().flatMap(String::lines).toList();
  }

  void clear() {
    synchronized (packets) {
      packets.clear();
    }
  }

  /** Waits for a line. Looks at each packet once, so as not to slow the receiving down. */
  void awaitLine(String line) {
    AtomicInteger seen = new AtomicInteger();
    await()
        .pollInterval(Duration.ofMillis(2))
        .atMost(Duration.ofSeconds(20))
        .until(() -> from(seen).stream().flatMap(String::lines).anyMatch(line::equals));
  }

  private List<String> from(AtomicInteger seen) {
    synchronized (packets) {
      return List.copyOf(packets.subList(seen.getAndSet(packets.size()), packets.size()));
    }
  }

  /** Waits until everything is here that an exporter was handed before, and takes it out. */
  List<String> settled(StatsdExporter exporter, String prefix) {
    String version = "marker-" + markers.incrementAndGet();
    String marker = prefix + ".process.build_info." + version + ":1|g";
    exporter.exportProcess(new ProcessSnapshot(version, Map.of(), Map.of()));
    awaitLine(marker);
    List<String> lines = new ArrayList<>(lines());
    lines.remove(marker);
    clear();
    return lines;
  }

  @Override
  public void close() {
    socket.close();
  }
}

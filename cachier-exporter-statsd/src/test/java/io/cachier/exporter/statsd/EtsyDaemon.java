package io.cachier.exporter.statsd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Assumptions;

/**
 * Etsy's StatsD daemon, the npm package {@code statsd} 0.9.0, on free ports of this machine. It
 * never flushes while a test runs, so its counters are sums over the whole test.
 */
final class EtsyDaemon implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Pattern ENTRY = Pattern.compile("'([^']+)': (-?[0-9.e+-]+)");

  private final Process process;
  private final Path told;
  private final int port;
  private final int managementPort;

  private EtsyDaemon(Process process, Path told, int port, int managementPort) {
    this.process = process;
    this.told = told;
    this.port = port;
    this.managementPort = managementPort;
  }

  /**
   * Starts the daemon, or skips the test if this machine has none.
   *
   * @param folder for its configuration and output
   */
  static EtsyDaemon start(Path folder) throws IOException {
    Path program = program();
    InetAddress loopback = InetAddress.getLoopbackAddress();
    int port;
    int managementPort;
    try (DatagramSocket udp = new DatagramSocket(0, loopback);
        ServerSocket tcp = new ServerSocket(0, 1, loopback)) {
      port = udp.getLocalPort();
      managementPort = tcp.getLocalPort();
    }
    Path config =
        Files.writeString(
            folder.resolve("config.js"),
            "{ address: '127.0.0.1', port: %d, mgmt_address: '127.0.0.1', mgmt_port: %d,"
                    .formatted(port, managementPort)
                + " flushInterval: 3600000, backends: ['./backends/console'] }\n");
    Path told = folder.resolve("told");
    Process process =
        new ProcessBuilder("node", program.toString(), config.toString())
            .redirectErrorStream(true)
            .redirectOutput(told.toFile())
            .start();
    EtsyDaemon daemon = new EtsyDaemon(process, told, port, managementPort);
    daemon.awaitUp();
    return daemon;
  }

  private static Path program() {
    String set = System.getProperty("cachier.test.statsd.daemon");
    String path = set != null ? set : System.getenv("STATSD_DAEMON");
    if (path != null && !path.isBlank()) {
      Path program = Path.of(path);
      if (!Files.isRegularFile(program)) {
        throw new AssertionError(
            "cachier.test.statsd.daemon was '" + path + "' but there is no such file");
      }
      return program;
    }
    String missing =
        "Etsy's statsd 0.9.0 (npm) is not here: set -Dcachier.test.statsd.daemon or"
            + " STATSD_DAEMON to its stats.js";
    // By the environment: the engine refuses system properties of its prefix that it doesn't know.
    if ("required".equals(System.getenv("JUDGES"))) {
      throw new AssertionError(missing);
    }
    // The build's output counts skipped tests, but does not say why.
    System.out.println("EtsyDaemonTest is skipped: " + missing);
    Assumptions.abort(missing);
    throw new AssertionError("unreachable");
  }

  private void awaitUp() {
    try {
      await()
          .atMost(PATIENCE)
          .ignoreExceptionsInstanceOf(UncheckedIOException.class)
          .until(() -> ask("health").contains("health: up") || !process.isAlive());
    } catch (ConditionTimeoutException e) {
      close();
      throw new AssertionError("the daemon did not come up: " + complaint(), e);
    }
    if (!process.isAlive()) {
      throw new AssertionError("the daemon ended at once: " + complaint());
    }
  }

  private String complaint() {
    try {
      return Files.readString(told);
    } catch (IOException e) {
      return e.toString();
    }
  }

  int port() {
    return port;
  }

  /** What the daemon says to a command: {@code stats}, {@code counters}, {@code gauges}. */
  List<String> ask(String command) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), managementPort)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write((command + "\n").getBytes(UTF_8));
      BufferedReader answer =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      List<String> lines = new ArrayList<>();
      // Some answers end with END, `health` after its only line.
      for (String line = answer.readLine();
          line != null && !line.equals("END");
          line = answer.readLine()) {
        lines.add(line);
        if (line.startsWith("health: ")) {
          break;
        }
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its counters or gauges whose names begin so. */
  Map<String, Double> values(String command, String beginning) {
    Map<String, Double> values = new TreeMap<>();
    Matcher entries = ENTRY.matcher(String.join("\n", ask(command)));
    while (entries.find()) {
      if (entries.group(1).startsWith(beginning)) {
        values.put(entries.group(1), Double.valueOf(entries.group(2)));
      }
    }
    return values;
  }

  /**
   * Waits until nothing has come for two seconds. Asks a question that is answered quickly: while
   * the daemon writes thousands of counters it receives nothing.
   */
  void awaitQuiet() {
    await().atMost(PATIENCE).until(() -> quietSeconds() <= 1);
    await().atMost(PATIENCE).until(() -> quietSeconds() >= 2);
  }

  private long quietSeconds() {
    return statistic("messages.last_msg_seen");
  }

  /** How many lines it could not read, by its own account. */
  long badLines() {
    return statistic("messages.bad_lines_seen");
  }

  private long statistic(String name) {
    List<String> stats = ask("stats");
    return stats.stream()
        .filter(line -> line.startsWith(name + ": "))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the daemon does not tell " + name + ": " + stats));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }
}

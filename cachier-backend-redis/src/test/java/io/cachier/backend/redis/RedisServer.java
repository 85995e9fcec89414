package io.cachier.backend.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A redis-server of a test's own: on the loopback, on a free port, gone when the test's JVM is. */
final class RedisServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private final ServerBinary binary;
  private final Path folder;
  private final int port;
  private final List<String> options;
  private Process process;
  private RedisClient client;
  private StatefulRedisConnection<String, String> connection;

  private RedisServer(ServerBinary binary, int port, List<String> options) {
    this.binary = binary;
    this.port = port;
    this.options = options;
    try {
      folder = Files.createTempDirectory("cachier-redis");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RedisServer started(String... options) {
    return started(ServerBinary.bundled(), options);
  }

  static RedisServer started(ServerBinary binary, String... options) {
    RedisServer server = new RedisServer(binary, freePort(), List.of(options));
    server.start();
    return server;
  }

  /** With a file of settings that the server writes to, as Sentinels do. */
  static RedisServer sentinel(ServerBinary binary, String settings) {
    int port = freePort();
    RedisServer server = new RedisServer(binary, port, List.of("--sentinel"));
    try {
      Files.writeString(
          server.folder.resolve("own.conf"), "port " + port + "\nbind 127.0.0.1\n" + settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.start();
    return server;
  }

  /** A port that nobody listens at, and whose Cluster bus port is free as well. */
  static int freePort() {
    for (int attempt = 0; attempt < 100; attempt++) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        int port = socket.getLocalPort();
        if (port < 55_000) {
          return port;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new AssertionError("no free port below 55000");
  }

  /** Starts it, again if it was stopped, with nothing in it. */
  void start() {
    List<String> command = new ArrayList<>();
    command.add(binary.path().toString());
    if (options.contains("--sentinel")) {
      command.addAll(List.of(folder.resolve("own.conf").toString(), "--sentinel"));
    } else {
      command.addAll(
          List.of("--port", port + "", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
      command.addAll(options);
    }
    try {
      process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("server.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RUNNING.add(process);
    Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(this::answers);
  }

  private boolean answers() {
    if (!process.isAlive()) {
      throw new AssertionError("redis-server ended: " + log());
    }
    int asked = options.contains("--tls-port") ? tlsPort() : port;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), asked)) {
      if (asked != port) {
        return true;
      }
      socket.getOutputStream().write("PING\r\n".getBytes(UTF_8));
      String line =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
      return line != null && (line.startsWith("+") || line.startsWith("-NOAUTH"));
    } catch (IOException notYet) {
      return false;
    }
  }

  private int tlsPort() {
    return Integer.parseInt(options.get(options.indexOf("--tls-port") + 1));
  }

  String log() {
    try {
      return Files.readString(folder.resolve("server.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  int port() {
    return port;
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** Commands of the test itself, on a connection of its own. */
  RedisCommands<String, String> commands() {
    if (connection == null) {
      client = RedisClient.create();
      connection =
          client.connect(
              new StringCodec(java.nio.charset.StandardCharsets.ISO_8859_1),
              RedisURI.create(uri()));
    }
    return connection.sync();
  }

  /** How often the server has carried out each command, in lower case. */
  Map<String, Long> commandCalls() {
    Map<String, Long> calls = new ConcurrentHashMap<>();
    for (String line : commands().info("commandstats").lines().toList()) {
      if (line.startsWith("cmdstat_")) {
        String name = line.substring("cmdstat_".length(), line.indexOf(':'));
        String count = line.substring(line.indexOf("calls=") + 6, line.indexOf(','));
        calls.put(name.toLowerCase(Locale.ROOT), Long.parseLong(count));
      }
    }
    return calls;
  }

  /** How long the server took for a command on average. */
  double meanMicros(String command) {
    String mean = "usec_per_call=";
    return commands()
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_" + command + ":"))
        .map(line -> line.substring(line.indexOf(mean) + mean.length()))
        .mapToDouble(rest -> Double.parseDouble(rest.replaceFirst(",.*", "")))
        .findFirst()
        .orElseThrow();
  }

  /** A figure of INFO. */
  long info(String name) {
    return commands()
        .info()
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  /** Ends it as a crash would. */
  void kill() {
    disconnect();
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    RUNNING.remove(process);
  }

  /** Stops it in mid-air: it accepts connections, as its system does for it, and never answers. */
  void pause() {
    signal("STOP");
  }

  void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, process.pid() + "").start();
      if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw new AssertionError("kill -" + name + " does not work here");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private void disconnect() {
    if (connection != null) {
      connection.close();
      client.shutdown(0, 2, TimeUnit.SECONDS);
      connection = null;
    }
  }

  @Override
  public void close() {
    kill();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

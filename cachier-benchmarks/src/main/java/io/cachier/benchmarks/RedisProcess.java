package io.cachier.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The server that the benchmarks of Redis ask: the one that {@code -Dcachier.benchmark.redis.uri}
 * names, else one of our own on the loopback, with the program that embedded-redis brings.
 */
final class RedisProcess implements AutoCloseable {
  private static final String NAMED = "cachier.benchmark.redis.uri";
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final String uri;
  private final @Nullable Process process;

  RedisProcess() throws IOException {
    String named = System.getProperty(NAMED, "");
    if (!named.isBlank()) {
      uri = named;
      process = null;
      return;
    }
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    uri = "redis://127.0.0.1:" + port;
    Process started =
        new ProcessBuilder(
                program().toString(),
                "--port",
                port + "",
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    process = started;
    Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
    awaitListening(port);
  }

  String uri() {
    return uri;
  }

  private static Path program() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    String name =
        system.contains("mac")
            ? "redis-server-6.2.6-v5-darwin-" + (arm ? "arm64" : "amd64")
            : arm ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64";
    try (InputStream in = RedisProcess.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IllegalStateException(
            "no " + name + " on the class path; name a server by -D" + NAMED);
      }
      Path program = Files.createTempFile("redis-server", "");
      program.toFile().deleteOnExit();
      Files.copy(in, program, StandardCopyOption.REPLACE_EXISTING);
      if (!program.toFile().setExecutable(true)) {
        throw new IllegalStateException(program + " can't be made executable");
      }
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitListening(int port) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < PATIENCE_NANOS) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException notYet) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
    throw new IllegalStateException("redis-server does not listen at port " + port);
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}

package io.cachier.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.ServerVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The server that the benchmarks of MongoDB ask: the one that {@code -Dcachier.benchmark.mongo.uri}
 * names, else mongo-java-server in a process of its own. The latter is no MongoDB: against it the
 * benchmarks tell what the client's side costs, and nothing of a server.
 */
final class MongoProcess implements AutoCloseable {
  private static final String NAMED = "cachier.benchmark.mongo.uri";

  private final String uri;
  private final @Nullable Process process;

  MongoProcess() throws IOException {
    String named = System.getProperty(NAMED, "");
    if (!named.isBlank()) {
      uri = named;
      process = null;
      return;
    }
    Process started =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                MongoProcess.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    process = started;
    Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
    BufferedReader out = started.inputReader(UTF_8);
    String line = out.readLine();
    while (line != null && !line.startsWith("mongodb://")) {
      line = out.readLine();
    }
    if (line == null) {
      throw new IOException("the server's process ended before it listened");
    }
    uri = line;
  }

  String uri() {
    return uri;
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  /**
   * The server's process: tells where it listens, and ends with its input.
   *
   * @param args none
   */
  @SuppressWarnings("SystemOut") // Its way to tell.
  public static void main(String[] args) throws IOException {
    MongoServer server = new MongoServer(new MemoryBackend().version(ServerVersion.MONGO_5_0));
    System.out.println("mongodb://127.0.0.1:" + server.bind().getPort());
    int next = System.in.read();
    while (next >= 0) {
      next = System.in.read();
    }
    server.shutdownNow();
  }
}

package io.cachier.backend.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Four processes of 64 threads each call for one cold key. */
@Isolated
class StampedeTest {
  private static final int PROCESSES = 4;
  private static final int THREADS = 64;

  /** A {@link StampedeNode} as the test sees it. */
  private static final class Node implements AutoCloseable {
    private final Process process;
    private final List<String> told = new CopyOnWriteArrayList<>();

    Node(String uri) {
      try {
        process =
            new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xmx128m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    StampedeNode.class.getName(),
                    uri,
                    THREADS + "")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Thread reader = new Thread(this::read, "stampede-reader");
      reader.setDaemon(true);
      reader.start();
    }

    private void read() {
      try (BufferedReader lines = process.inputReader(UTF_8)) {
        lines.lines().forEach(told::add);
      } catch (IOException | UncheckedIOException e) {
        told.add("its output ended: " + e);
      }
    }

    void order(String line) {
      try {
        process.getOutputStream().write((line + "\n").getBytes(UTF_8));
        process.getOutputStream().flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    List<String> heard(String beginning) {
      return told.stream().filter(line -> line.startsWith(beginning)).toList();
    }

    void expect(String beginning, int times) {
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> heard(beginning).size() >= times);
    }

    @Override
    public void close() {
      process.destroyForcibly();
      process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
  }

  private static String[] words(String line) {
    return line.split(" ", 3);
  }

  @Test
  @DisplayName("P14: four processes of 64 threads on a cold key compute it once")
  void apply_coldKeyInFourProcesses_computesOnceAndWakesAllSoon() {
    List<Node> nodes = new ArrayList<>();
    try (RedisServer server = RedisServer.started()) {
      for (int i = 0; i < PROCESSES; i++) {
        nodes.add(new Node(server.uri()));
      }
      nodes.forEach(node -> node.expect("ready", 1));
      nodes.forEach(node -> node.order("call"));
      nodes.forEach(node -> node.expect("calling", THREADS));
      // Whoever would compute beside the first has the time to begin.
      await().pollDelay(Duration.ofMillis(500)).until(() -> true);
      nodes.forEach(node -> node.order("finish"));
      nodes.forEach(node -> node.expect("served ", THREADS));
      assertThat(nodes).flatExtracting(node -> node.heard("computing")).hasSize(1);
      List<String> served = nodes.stream().flatMap(node -> node.heard("served ").stream()).toList();
      assertThat(served.stream().map(line -> words(line)[2]))
          .hasSize(256)
          .containsOnly(words(served.get(0))[2]);
      long[] lateNanos =
          served.stream()
              .map(StampedeTest::words)
              .mapToLong(words -> Long.parseLong(words[1]) - Long.parseLong(words[2]))
              .sorted()
              .toArray();
      System.out.printf(
          "P14: served after the function's end: p50 %.1f ms, p99 %.1f ms, last %.1f ms%n",
          lateNanos[lateNanos.length / 2] / 1e6,
          lateNanos[lateNanos.length * 99 / 100] / 1e6,
          lateNanos[lateNanos.length - 1] / 1e6);
      assertThat(Duration.ofNanos(lateNanos[lateNanos.length - 1]))
          .isLessThan(Duration.ofSeconds(10));
    } finally {
      nodes.forEach(Node::close);
    }
  }
}

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

  /** The first is slow, since the processes are new; the last is what it is like. */
  private static final int ROUNDS = 4;

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
    return line.split(" ", 4);
  }

  @Test
  @DisplayName("P14: four processes of 64 threads on a cold key compute it once")
  void apply_coldKeysInFourProcesses_computesEachOnceAndWakesAllSoon() {
    List<Node> nodes = new ArrayList<>();
    try (RedisServer server = RedisServer.started()) {
      for (int i = 0; i < PROCESSES; i++) {
        nodes.add(new Node(server.uri()));
      }
      nodes.forEach(node -> node.expect("ready", 1));
      for (int round = 0; round < ROUNDS; round++) {
        stampede(nodes, "cold-" + round);
      }
    } finally {
      nodes.forEach(Node::close);
    }
  }

  private static void stampede(List<Node> nodes, String key) {
    nodes.forEach(node -> node.order("call " + key));
    nodes.forEach(node -> node.expect("calling " + key, THREADS));
    // Whoever would compute beside the first has the time to begin.
    await().pollDelay(Duration.ofMillis(500)).until(() -> true);
    nodes.forEach(node -> node.order("finish " + key));
    nodes.forEach(node -> node.expect("served " + key, THREADS));
    assertThat(nodes).flatExtracting(node -> node.heard("computing " + key)).hasSize(1);
    List<String[]> served =
        nodes.stream()
            .flatMap(node -> node.heard("served " + key).stream())
            .map(StampedeTest::words)
            .toList();
    String value = served.get(0)[3];
    assertThat(served.stream().map(words -> words[3])).hasSize(256).containsOnly(value);
    long[] lateNanos =
        served.stream()
            .mapToLong(words -> Long.parseLong(words[2]) - Long.parseLong(value))
            .sorted()
            .toArray();
    System.out.printf(
        "P14, %s: served after the function's end: p50 %.1f ms, p99 %.1f ms, last %.1f ms%n",
        key,
        lateNanos[lateNanos.length / 2] / 1e6,
        lateNanos[lateNanos.length * 99 / 100] / 1e6,
        lateNanos[lateNanos.length - 1] / 1e6);
    assertThat(Duration.ofNanos(lateNanos[lateNanos.length - 1]))
        .isLessThan(Duration.ofSeconds(10));
  }
}

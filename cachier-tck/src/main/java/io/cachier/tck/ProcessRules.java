package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cachier.CachedFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What holds between real processes, which can be killed and paused. Needs the machine alone. */
@Isolated
abstract class ProcessRules extends EngineRules {
  private static final int PROCESSES = 4;
  private static final int THREADS = 16;

  /** What the rules allow beyond the lease. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private static final Duration LATENCY = Duration.ofMillis(1);

  private final List<ChildJvm> children = new ArrayList<>();

  @TempDir private Path directory = Path.of("");

  ProcessRules(RemoteBackendContract contract) {
    super(contract);
  }

  @BeforeEach
  final void assumeProcesses() {
    assumeThat(contract().supportsProcesses())
        .as("supportsProcesses() is false: no other process reaches this store")
        .isTrue();
  }

  @AfterEach
  final void endChildren() {
    children.forEach(ChildJvm::close);
  }

  @Test
  @Rule("C11")
  void apply_coldKeyInFourProcesses_computesOnce() throws IOException {
    List<ChildJvm> nodes = Stream.generate(() -> child(THREADS)).limit(PROCESSES).toList();
    nodes.forEach(node -> node.expect("ready", 1));
    nodes.forEach(node -> node.order("call key"));
    nodes.forEach(node -> node.expect("calling key", THREADS));
    // Whoever would compute beside the first has the time to begin.
    elapse(Duration.ofMillis(300));
    nodes.forEach(node -> node.order("finish key"));
    List<String> served = new ArrayList<>();
    nodes.forEach(node -> served.addAll(servedRuns(node, THREADS)));
    assertThat(runs()).hasSize(1);
    assertThat(served).hasSize(PROCESSES * THREADS).containsOnly(runs().get(0));
  }

  @Test
  @Rule(value = "C15", target = "R1")
  void apply_holderKilled_isTakenOverWithinTheLease() {
    ChildJvm holder = child(1);
    CachedFunction<String, String> mine = function(node(), key -> "mine");
    holder.order("call key");
    holder.expect("computing key", 1);
    CompletableFuture<String> waiting = started(() -> mine.apply("key"));
    // It outlasts its first lease, so that it is a renewed claim that is left behind.
    elapse(LEASE.plusMillis(300));
    assertThat(waiting).as("the call while the holder lives").isNotDone();
    holder.kill();
    long killedNanos = System.nanoTime();
    assertThat(result(waiting)).isEqualTo("mine");
    assertThat(Duration.ofNanos(System.nanoTime() - killedNanos))
        .isLessThanOrEqualTo(LEASE.plus(GRACE));
  }

  @Test
  @Rule(value = "C16", target = "R2")
  void apply_holderPausedPastItsLease_doesNotOverwriteTheNewer() throws IOException {
    ChildJvm holder = child(1);
    holder.order("call key");
    holder.expect("computing key", 1);
    holder.signal("STOP");
    try {
      assertThat(function(node(), key -> "newer").apply("key")).isEqualTo("newer");
    } finally {
      holder.signal("CONT");
    }
    holder.order("finish key");
    // Its own caller is given what it computed, and nobody else is.
    assertThat(servedRuns(holder, 1)).isEqualTo(runs());
    assertThat(function(node(), key -> "third").apply("key")).isEqualTo("newer");
  }

  private ChildJvm child(int threads) {
    try {
      Path runs = Files.createDirectories(directory.resolve("runs"));
      ChildJvm child =
          ChildJvm.start(
              new NodePlan(
                  settings(),
                  contract().provider().getClass().getName(),
                  function(),
                  threads,
                  LEASE,
                  LATENCY,
                  runs),
              directory);
      children.add(child);
      return child;
    } catch (IOException e) {
      throw new AssertionError("no folder for the runs", e);
    }
  }

  private static List<String> servedRuns(ChildJvm node, int calls) {
    return node.expect(Served.WORD, calls).stream().map(Served::parse).map(Served::run).toList();
  }

  private List<String> runs() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("runs"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}

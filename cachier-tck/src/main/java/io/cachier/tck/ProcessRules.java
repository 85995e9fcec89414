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
import java.util.Properties;
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
    nodes.forEach(node -> node.order("call"));
    nodes.forEach(node -> node.expect("calling", THREADS));
    // Whoever would compute beside the first has the time to begin.
    elapse(Duration.ofMillis(300));
    nodes.forEach(node -> node.order("finish"));
    List<String> values = new ArrayList<>();
    nodes.forEach(node -> values.addAll(node.expect("value ", THREADS)));
    assertThat(runs()).hasSize(1);
    assertThat(values).hasSize(PROCESSES * THREADS).containsOnly("value " + runs().get(0));
  }

  @Test
  @Rule("C15")
  void apply_holderKilled_isTakenOverWithinTheLease() {
    ChildJvm holder = child(1);
    CachedFunction<String, String> mine = function(node(), key -> "mine");
    holder.order("call");
    holder.expect("computing", 1);
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
  @Rule("C16")
  void apply_holderPausedPastItsLease_doesNotOverwriteTheNewer() {
    ChildJvm holder = child(1);
    holder.order("call");
    holder.expect("computing", 1);
    holder.signal("STOP");
    try {
      assertThat(function(node(), key -> "newer").apply("key")).isEqualTo("newer");
    } finally {
      holder.signal("CONT");
    }
    holder.order("finish");
    // Its own caller is given what it computed, and nobody else is.
    assertThat(holder.expect("value ", 1)).doesNotContain("value newer");
    assertThat(function(node(), key -> "third").apply("key")).isEqualTo("newer");
  }

  private ChildJvm child(int threads) {
    Properties plan = new Properties();
    settings().forEach((name, value) -> plan.setProperty(NodeProcess.SETTING + name, value));
    plan.setProperty(NodeProcess.PROVIDER, contract().provider().getClass().getName());
    plan.setProperty(NodeProcess.FUNCTION, function());
    plan.setProperty(NodeProcess.THREADS, Integer.toString(threads));
    plan.setProperty(NodeProcess.LEASE_MILLIS, Long.toString(LEASE.toMillis()));
    try {
      Path runs = Files.createDirectories(directory.resolve("runs"));
      plan.setProperty(NodeProcess.RUNS, runs.toString());
    } catch (IOException e) {
      throw new AssertionError("no folder for the runs", e);
    }
    ChildJvm child = ChildJvm.start(plan, directory);
    children.add(child);
    return child;
  }

  private List<String> runs() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("runs"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}

package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.Cachier;
import io.cachier.CachierBuilder;
import io.cachier.spi.RemoteBackendProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Four processes of 64 threads each call for one cold key of a store that they share: the function
 * runs once, and all are given what it computed. How soon they were is printed, and no rule: it is
 * the machine's figure as well. Extend it as you extend {@link RemoteBackendContract}.
 *
 * <p>It takes some ten seconds and the whole machine. The function's name begins with {@code tck.};
 * it is cleared afterwards.
 */
@DisplayNameGeneration(RuleNames.class)
@Isolated
@Tag("engine")
@Tag("processes")
public abstract class StampedeContract {
  private static final int PROCESSES = 4;
  private static final int THREADS = 64;

  /** The first is slow, since the processes are new; the last is what it is like. */
  private static final int ROUNDS = 4;

  /** Longer than anybody needs to ask for the key who would compute it beside the first. */
  private static final Duration LATECOMERS = Duration.ofMillis(500);

  private static final Duration LEASE = Duration.ofSeconds(30);

  private final String function = "tck.stampede." + UUID.randomUUID();

  /** For subclasses. */
  protected StampedeContract() {}

  /**
   * The provider under test.
   *
   * @return a provider whose class is public and has a public constructor without parameters: each
   *     process makes its own
   */
  protected abstract RemoteBackendProvider provider();

  /**
   * The way to the store, for every process. Called once for each test.
   *
   * @return settings by name, without the prefix {@code cachier.}
   */
  protected abstract Map<String, String> settings();

  @Test
  @Rule(value = "C11", target = "P14")
  final void apply_coldKeysInFourProcesses_computesEachOnceForAll(@TempDir Path directory)
      throws IOException {
    Map<String, String> settings = settings();
    Path runs = Files.createDirectories(directory.resolve("runs"));
    NodePlan plan =
        new NodePlan(
            settings,
            provider().getClass().getName(),
            function,
            THREADS,
            LEASE,
            Duration.ZERO,
            runs);
    List<ChildJvm> nodes = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        nodes.add(ChildJvm.start(plan, directory));
      }
      nodes.forEach(node -> node.expect("ready", 1));
      for (int round = 1; round <= ROUNDS; round++) {
        List<Served> served = stampede(nodes, "cold-" + round);
        assertThat(files(runs)).as("runs after %d cold keys", round).hasSize(round);
        print(round, served);
      }
    } finally {
      nodes.forEach(ChildJvm::close);
      clear(settings);
    }
  }

  private static List<Served> stampede(List<ChildJvm> nodes, String key) {
    nodes.forEach(node -> node.order("call " + key));
    nodes.forEach(node -> node.expect("calling " + key, THREADS));
    pass(LATECOMERS);
    nodes.forEach(node -> node.order("finish " + key));
    List<Served> served = new ArrayList<>();
    for (ChildJvm node : nodes) {
      node.expect(Served.WORD + key, THREADS).stream().map(Served::parse).forEach(served::add);
    }
    assertThat(served).hasSize(PROCESSES * THREADS);
    assertThat(served.stream().map(Served::run).distinct()).as("runs served").hasSize(1);
    return served;
  }

  private static void pass(Duration time) {
    long deadline = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = deadline - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void print(int round, List<Served> served) {
    long[] late = served.stream().mapToLong(Served::lateNanos).sorted().toArray();
    System.out.printf(
        "P14, %s, round %d: served after the function's end: p50 %.1f ms, p99 %.1f ms, last %.1f"
            + " ms%n",
        provider().name(),
        round,
        late[late.length / 2] / 1e6,
        late[late.length * 99 / 100] / 1e6,
        late[late.length - 1] / 1e6);
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void clear(Map<String, String> settings) {
    RemoteBackendProvider provider = provider();
    CachierBuilder builder = Cachier.builder().addBackend(provider).backend(provider.name());
    settings.forEach(builder::setting);
    try (Cachier cachier = builder.build()) {
      cachier.function(function, String.class, String.class, key -> key).build().clear();
    }
  }
}

package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** P5: a memory hit allocates nothing, under any metrics setting. */
class HitAllocationTest {
  private static final int CALLS = 20_000;

  static Stream<MetricsPolicy> settings() {
    return Stream.of(MetricsPolicy.off(), MetricsPolicy.on(), MetricsPolicy.sampled(0.1));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void apply_memoryHit_allocatesNothing(MetricsPolicy metrics) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Cachier cachier = Cachier.builder().backend("memory").build()) {
      CachedFunction<String, String> function =
          cachier
              .function("f", String.class, String.class, x -> x + x)
              .staleAfter(Duration.ofHours(1))
              .metrics(metrics)
              .build();
      assertAllocatesNothing(threads, function);
    }
  }

  @Test
  void apply_memoryHitWithJitterAndEarlyRefresh_allocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Cachier cachier = Cachier.builder().backend("memory").build()) {
      assertAllocatesNothing(
          threads,
          cachier
              .function("f", String.class, String.class, x -> x + x)
              .staleAfter(Duration.ofHours(1))
              .jitter(0.1)
              .earlyRefresh()
              .build());
    }
  }

  /** The digest, which would allocate, is made for what is not near. */
  @ParameterizedTest
  @MethodSource("settings")
  void apply_nearHit_allocatesNothing(MetricsPolicy metrics, @TempDir Path directory) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Cachier cachier =
        Cachier.builder()
            .addBackend(new TestBounded())
            .backend("file")
            .setting("file.directory", directory.toString())
            .build()) {
      assertAllocatesNothing(
          threads,
          cachier
              .function("f", String.class, String.class, x -> x + x)
              .staleAfter(Duration.ofHours(1))
              .nearCache(100, Duration.ofHours(1))
              .metrics(metrics)
              .build());
    }
  }

  private static void assertAllocatesNothing(
      ThreadMXBean threads, CachedFunction<String, String> function) {
    // The first hits make cells and load classes.
    for (int i = 0; i < CALLS; i++) {
      function.apply("key");
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < CALLS; i++) {
      function.apply("key");
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    // Cells for a duration not seen before, a window that turns: little, and not by the call.
    assertThat(allocated).isLessThan(CALLS / 2);
  }
}

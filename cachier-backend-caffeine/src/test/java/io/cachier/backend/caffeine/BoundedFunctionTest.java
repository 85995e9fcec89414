package io.cachier.backend.caffeine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachedBiFunction;
import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.spi.Bound;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Functions that ask for a bound, found by ServiceLoader. */
class BoundedFunctionTest {
  private final AtomicInteger runs = new AtomicInteger();

  private String compute(Integer key) {
    runs.incrementAndGet();
    return "x".repeat(1_000) + key;
  }

  @Test
  void apply_maximumEntries_keepsThemAndCountsTheEvicted() {
    try (Cachier cachier = Cachier.create()) {
      CachedFunction<Integer, String> function =
          cachier
              .function("f", Integer.class, String.class, this::compute)
              .maximumEntries(10)
              .metrics(MetricsPolicy.on())
              .build();
      assertThat(function.backend()).isEqualTo("caffeine");
      assertThat(function.policy().bound()).contains(Bound.ofEntries(10));
      for (int key = 0; key < 100; key++) {
        function.apply(key);
        assertThat(function.apply(key)).endsWith("x" + key);
      }
      MetricSnapshot snapshot = function.metrics().snapshot();
      assertThat(snapshot.entryCount()).hasValue(10);
      assertThat(snapshot.counter(CacheCounter.REMOVED_SIZE)).isEqualTo(90);
      assertThat(snapshot.counter(CacheCounter.REMOVED_CLEARED)).isZero();
    }
  }

  @Test
  void apply_maximumBytes_measuresWhatIsStoredWithoutMetricsToo() {
    try (Cachier cachier = Cachier.builder().backend("file").build()) {
      CachedFunction<Integer, String> function =
          cachier
              .function("f", Integer.class, String.class, this::compute)
              .maximumBytes("10KB")
              .build();
      assertThat(function.backend()).as("a bound beats a default backend").isEqualTo("caffeine");
      for (int key = 0; key < 100; key++) {
        function.apply(key);
      }
      runs.set(0);
      for (int key = 99; key >= 0; key--) {
        function.apply(key);
      }
      assertThat(runs.get()).as("what was evicted is computed anew").isBetween(80, 100);
    }
  }

  @Test
  void apply_twoArguments_areBoundedAsWell() {
    try (Cachier cachier = Cachier.create()) {
      CachedBiFunction<Integer, Integer, Integer> function =
          cachier
              .biFunction("f", Integer.class, Integer.class, Integer.class, Integer::sum)
              .maximumEntries(5)
              .metrics(MetricsPolicy.on())
              .build();
      for (int key = 0; key < 20; key++) {
        function.apply(key, key);
      }
      assertThat(function.metrics().snapshot().counter(CacheCounter.REMOVED_SIZE)).isEqualTo(15);
    }
  }

  @Test
  void apply_backendNamedWithoutABound_hasNone() {
    try (Cachier cachier = Cachier.create()) {
      CachedFunction<Integer, String> function =
          cachier
              .function("f", Integer.class, String.class, this::compute)
              .backend("caffeine")
              .build();
      for (int key = 0; key < 2_000; key++) {
        function.apply(key);
      }
      for (int key = 0; key < 2_000; key++) {
        function.apply(key);
      }
      assertThat(runs).hasValue(2_000);
    }
  }
}

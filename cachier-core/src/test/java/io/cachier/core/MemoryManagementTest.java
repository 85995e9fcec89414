package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachedBiFunction;
import io.cachier.CachedFunction;
import io.cachier.CachedSupplier;
import io.cachier.Cachier;
import io.cachier.CallOptions;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.MetricSnapshot;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Management, switches, and functions of other shapes, on the memory backend. */
class MemoryManagementTest extends MemoryFixture {
  @Test
  void invalidate_storedEntry_isComputedAnew() {
    CachedFunction<String, String> function = counting().build();
    function.apply("a");
    function.apply("b");

    function.invalidate("a");

    assertThat(function.apply("a")).isEqualTo("a3");
    assertThat(function.apply("b")).isEqualTo("b2");
  }

  @Test
  void clear_storedEntries_areAllGone() {
    CachedFunction<String, String> function = counting().build();
    function.apply("a");
    function.apply("b");

    function.clear();

    assertThat(function.metrics().snapshot().entryCount()).hasValue(0);
    assertThat(function.apply("a")).isEqualTo("a3");
  }

  @Test
  void clearClaims_storedEntries_stay() {
    CachedFunction<String, String> function = counting().build();
    function.apply("a");

    function.clearClaims();

    assertThat(function.apply("a")).isEqualTo("a1");
  }

  @Test
  void precache_value_isServedAndObeysTheRules() {
    CachedFunction<String, String> function = counting().entrySizeLimit(200).build();

    assertThat(function.precache("a", "given")).isTrue();
    assertThat(function.apply("a")).isEqualTo("given");
    assertThat(function.precache("b", null)).isFalse();
    assertThat(function.precache("c", "x".repeat(1000))).isFalse();
    assertThat(runs).hasValue(0);
  }

  @Test
  void setEnabled_false_runsUncachedAndKeepsEntries() {
    CachedFunction<String, String> function = counting().build();
    function.apply("a");

    cachier.setEnabled(false);
    assertThat(cachier.isEnabled()).isFalse();
    assertThat(function.apply("a")).isEqualTo("a2");
    assertThat(function.precache("b", "given")).isFalse();
    cachier.setEnabled(true);
    assertThat(function.apply("a")).isEqualTo("a1");
  }

  @Test
  void setCachingEnabled_false_switchesEveryCachierOff() {
    CachedFunction<String, String> function = counting().build();
    function.apply("a");

    Cachier.setCachingEnabled(false);
    assertThat(Cachier.isCachingEnabled()).isFalse();
    assertThat(function.apply("a")).isEqualTo("a2");
    assertThat(function.apply("a", CallOptions.overwrite())).isEqualTo("a3");
    Cachier.setCachingEnabled(true);
    assertThat(function.apply("a")).isEqualTo("a1");
  }

  @Test
  void close_function_runsUncachedAndGivesTheNameBack() {
    CachedFunction<String, String> function = counting().build();
    function.apply("a");

    function.close();
    function.close();

    assertThat(function.apply("a")).isEqualTo("a2");
    assertThat(cachier.functions()).isEmpty();
    assertThat(counting().build().apply("a")).isEqualTo("a3");
  }

  @Test
  void close_cachier_runsUncached() {
    CachedFunction<String, String> function = counting().build();
    function.apply("a");

    cachier.close();
    cachier.close();

    assertThat(function.apply("a")).isEqualTo("a2");
  }

  @Test
  void keyedBy_part_decidesAlone() {
    CachedFunction<String, String> function = counting().keyedBy(s -> s.charAt(0)).build();

    assertThat(function.apply("apple")).isEqualTo("apple1");
    assertThat(function.apply("avocado")).isEqualTo("apple1");
    assertThat(function.apply("banana")).isEqualTo("banana2");
    function.invalidate("apricot");
    assertThat(function.apply("apple")).isEqualTo("apple3");
  }

  @Test
  void keyedBy_throws_runsUncachedAndCounts() {
    CachedFunction<String, String> function =
        counting()
            .keyedBy(
                s -> {
                  throw new IllegalStateException("no key");
                })
            .build();

    assertThat(function.apply("a")).isEqualTo("a1");
    assertThat(function.apply("a")).isEqualTo("a2");
    assertThat(function.apply("a", CallOptions.overwrite())).isEqualTo("a3");
    assertThat(function.metrics().snapshot().counter(CacheCounter.UNKEYABLE)).isEqualTo(3);
    assertThat(function.metrics().snapshot().bypassed()).isEqualTo(3);
  }

  @Test
  void biFunction_bothArguments_makeTheKey() {
    CachedBiFunction<String, Integer, String> function =
        cachier
            .biFunction(
                "bi",
                String.class,
                Integer.class,
                String.class,
                (s, i) -> s + i + runs.incrementAndGet())
            .build();

    assertThat(function.apply("a", 1)).isEqualTo("a11");
    assertThat(function.apply("a", 1)).isEqualTo("a11");
    assertThat(function.apply("a", 2)).isEqualTo("a22");
    assertThat(function.apply("b", 1, CallOptions.skip())).isEqualTo("b13");
    function.invalidate("a", 1);
    assertThat(function.apply("a", 1)).isEqualTo("a14");
    assertThat(function.precache("a", 1, "given")).isTrue();
    assertThat(function.apply("a", 1)).isEqualTo("given");
  }

  @Test
  void biFunction_keyedBy_usesThatKey() {
    CachedBiFunction<String, Integer, String> function =
        cachier
            .biFunction(
                "bi",
                String.class,
                Integer.class,
                String.class,
                (s, i) -> s + i + runs.incrementAndGet())
            .keyedBy((s, i) -> i)
            .version("2")
            .build();

    assertThat(function.apply("a", 1)).isEqualTo("a11");
    assertThat(function.apply("b", 1)).isEqualTo("a11");
    assertThat(function.policy().version()).isEqualTo("2");
  }

  @Test
  void supplier_result_isKept() {
    CachedSupplier<Integer> supplier =
        cachier.supplier("one", Integer.class, runs::incrementAndGet).version("1").build();

    assertThat(supplier.get()).isEqualTo(1);
    assertThat(supplier.get()).isEqualTo(1);
    assertThat(supplier.get(CallOptions.overwrite())).isEqualTo(2);
    supplier.invalidate();
    assertThat(supplier.get()).isEqualTo(3);
    assertThat(supplier.precache(9)).isTrue();
    assertThat(supplier.get()).isEqualTo(9);
  }

  @Test
  void management_ofAFunction_tellsNameBackendAndPolicy() {
    CachedFunction<String, String> function = counting().build();

    assertThat(function.name()).isEqualTo("counting");
    assertThat(function.backend()).isEqualTo("memory");
    assertThat(function.location()).isEmpty();
    assertThat(function.policy().waitTimeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(cachier.functions()).hasSize(1);
    assertThat(function).hasToString("CoreFunction[counting on memory]");
    assertThat(cachier.describe()).contains("memory").contains("default backend: memory");
  }

  @Test
  void metrics_off_recordNothing() {
    CachedFunction<String, String> function =
        cachier.function("off", String.class, String.class, this::counted).build();
    function.apply("a");

    assertThat(function.metrics().isEnabled()).isFalse();
    assertThat(function.metrics().snapshot()).isEqualTo(MetricSnapshot.empty());
  }
}

package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CachedBiFunction;
import io.cachier.CachedFunction;
import io.cachier.CachedSupplier;
import io.cachier.Cachier;
import io.cachier.CallOptions;
import io.cachier.FunctionBuilder;
import io.cachier.MetricsPolicy;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Outcome;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The rules of a call that one thread can see, on the memory backend; numbers as in semantics.md.
 */
class MemoryCallTest {
  private final FakeTicker ticker = new FakeTicker();
  private final Cachier cachier = Cachier.builder().backend("memory").ticker(ticker).build();
  private final AtomicInteger runs = new AtomicInteger();

  @AfterEach
  void close() {
    Cachier.setCachingEnabled(true);
    cachier.close();
  }

  @Test
  void apply_secondTime_returnsTheSameObjectWithoutRunning() {
    CachedFunction<String, String> function = counting().build();

    String first = function.apply("a");

    assertThat(function.apply("a")).isSameAs(first).isEqualTo("a1");
    assertThat(function.apply("b")).isEqualTo("b2");
    assertThat(outcomes(function)).isEqualTo("hit 1 stale 0 miss 2 coalesced 0 bypass 0 error 0");
  }

  @Test
  void apply_nullArgument_isAKeyLikeAnyOther() {
    CachedFunction<String, String> function = counting().build();

    assertThat(function.apply(null)).isEqualTo("null1");
    assertThat(function.apply(null)).isEqualTo("null1");
  }

  @Test
  void apply_arrayArgument_isComparedDeeply() {
    CachedFunction<int[], Integer> sum =
        cachier
            .function(
                "sum",
                int[].class,
                Integer.class,
                numbers -> runs.incrementAndGet() + numbers.length)
            .build();

    assertThat(sum.apply(new int[] {1, 2})).isEqualTo(3);
    assertThat(sum.apply(new int[] {1, 2})).isEqualTo(3);
    assertThat(sum.apply(new int[] {1, 3})).isEqualTo(4);
  }

  @Test
  void apply_pastShelfLife_computesAnew() {
    CachedFunction<String, String> function = counting().staleAfter(Duration.ofSeconds(10)).build();
    function.apply("a");

    ticker.advance(Duration.ofSeconds(10));
    assertThat(function.apply("a")).isEqualTo("a1");
    ticker.advance(Duration.ofNanos(1));
    assertThat(function.apply("a")).isEqualTo("a2");
    assertThat(function.apply("a")).isEqualTo("a2");
    MetricSnapshot snapshot = function.metrics().snapshot();
    assertThat(snapshot.staleHits()).isEqualTo(1);
    assertThat(snapshot.recalculations()).isEqualTo(2);
    assertThat(snapshot.hits() + snapshot.misses()).isEqualTo(snapshot.totalCalls()).isEqualTo(4);
  }

  @Test
  void apply_maxAge_isTheStricterOfBothLimits() {
    CachedFunction<String, String> function = counting().staleAfter(Duration.ofSeconds(10)).build();
    function.apply("a");
    ticker.advance(Duration.ofSeconds(5));

    assertThat(function.apply("a", CallOptions.maxAge(Duration.ofSeconds(5)))).isEqualTo("a1");
    assertThat(function.apply("a", CallOptions.maxAge(Duration.ofSeconds(4)))).isEqualTo("a2");
    ticker.advance(Duration.ofSeconds(11));
    assertThat(function.apply("a", CallOptions.maxAge(Duration.ofDays(1)))).isEqualTo("a3");
  }

  @Test
  void apply_maxAgeWithoutShelfLife_limitsTheCallAlone() {
    CachedFunction<String, String> function = counting().build();
    function.apply("a");
    ticker.advance(Duration.ofDays(100));

    assertThat(function.apply("a")).isEqualTo("a1");
    assertThat(function.apply("a", CallOptions.maxAge(Duration.ofDays(99)))).isEqualTo("a2");
    assertThat(function.apply("a", CallOptions.maxAge(Duration.ofSeconds(Long.MAX_VALUE))))
        .isEqualTo("a2");
  }

  @Test
  void apply_negativeMaxAge_alwaysComputesAndStores() {
    CachedFunction<String, String> function = counting().build();
    CallOptions always = CallOptions.maxAge(Duration.ofNanos(-1));

    assertThat(function.apply("a", always)).isEqualTo("a1");
    assertThat(function.apply("a", always)).isEqualTo("a2");
    assertThat(function.apply("a", CallOptions.maxAge(Duration.ofSeconds(Long.MIN_VALUE))))
        .isEqualTo("a3");
    assertThat(function.apply("a")).isEqualTo("a3");
    assertThat(function.metrics().snapshot().staleHits()).isEqualTo(2);
  }

  @Test
  void apply_skip_neitherReadsNorWrites() {
    CachedFunction<String, String> function = counting().build();

    assertThat(function.apply("a", CallOptions.skip())).isEqualTo("a1");
    assertThat(function.apply("a")).isEqualTo("a2");
    assertThat(function.apply("a", CallOptions.skip())).isEqualTo("a3");
    assertThat(function.apply("a")).isEqualTo("a2");
    assertThat(outcomes(function)).isEqualTo("hit 1 stale 0 miss 1 coalesced 0 bypass 2 error 0");
    assertThat(function.metrics().snapshot().totalCalls()).isEqualTo(2);
  }

  @Test
  void apply_overwrite_writesWithoutReading() {
    CachedFunction<String, String> function = counting().build();
    function.apply("a");

    assertThat(function.apply("a", CallOptions.overwrite())).isEqualTo("a2");
    assertThat(function.apply("a")).isEqualTo("a2");
    assertThat(outcomes(function)).isEqualTo("hit 1 stale 0 miss 1 coalesced 0 bypass 1 error 0");
  }

  @Test
  void apply_functionThrows_passesTheExceptionOnAndCachesNothing() {
    UncheckedIOException failure = new UncheckedIOException(new java.io.IOException("down"));
    CachedFunction<String, String> function =
        metered(
                x -> {
                  if (runs.incrementAndGet() < 3) {
                    throw failure;
                  }
                  return x;
                })
            .build();

    assertThatThrownBy(() -> function.apply("a")).isSameAs(failure);
    assertThatThrownBy(() -> function.apply("a")).isSameAs(failure);
    assertThat(function.apply("a")).isEqualTo("a");
    assertThat(outcomes(function)).isEqualTo("hit 0 stale 0 miss 1 coalesced 0 bypass 0 error 2");
    assertThat(function.metrics().snapshot().recalculations()).isEqualTo(3);
  }

  @Test
  void apply_functionThrowsAnError_passesItOn() {
    CachedFunction<String, String> function =
        metered(
                x -> {
                  throw new StackOverflowError("deep");
                })
            .build();

    assertThatThrownBy(() -> function.apply("a")).isInstanceOf(StackOverflowError.class);
    assertThatThrownBy(() -> function.apply("a", CallOptions.skip()))
        .isInstanceOf(StackOverflowError.class);
  }

  @Test
  void apply_nullResult_isStoredOnlyWhereAskedFor() {
    CachedFunction<String, String> plain =
        cachier
            .function("plain", String.class, String.class, this::countedNull)
            .metrics(MetricsPolicy.on())
            .build();
    CachedFunction<String, String> nulls =
        cachier
            .function("nulls", String.class, String.class, this::countedNull)
            .cacheNulls()
            .build();

    assertThat(plain.apply("a")).isNull();
    assertThat(plain.apply("a")).isNull();
    assertThat(runs).hasValue(2);
    assertThat(nulls.apply("a")).isNull();
    assertThat(nulls.apply("a")).isNull();
    assertThat(runs).hasValue(3);
    assertThat(plain.metrics().snapshot().counter(io.cachier.metrics.CacheCounter.REJECTED_NULL))
        .isEqualTo(2);
  }

  @Test
  void apply_valueOverTheSizeLimit_isReturnedAndNotStored() {
    CachedFunction<Integer, byte[]> function =
        cachier
            .function("bytes", Integer.class, byte[].class, byte[]::new)
            .entrySizeLimit("1kB")
            .metrics(MetricsPolicy.on())
            .build();

    assertThat(function.apply(500)).isSameAs(function.apply(500));
    assertThat(function.apply(5000)).isNotSameAs(function.apply(5000)).hasSize(5000);
    MetricSnapshot snapshot = function.metrics().snapshot();
    assertThat(snapshot.sizeLimitRejections()).isEqualTo(2);
    assertThat(snapshot.entryCount()).hasValue(1);
    assertThat(snapshot.totalSizeBytes().getAsLong()).isBetween(500L, 700L);
  }

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
    assertThat(function.metrics().snapshot().counter(io.cachier.metrics.CacheCounter.UNKEYABLE))
        .isEqualTo(3);
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

  private FunctionBuilder<String, String> counting() {
    return metered(this::counted);
  }

  private FunctionBuilder<String, String> metered(Function<String, String> function) {
    return cachier
        .function("counting", String.class, String.class, function)
        .metrics(MetricsPolicy.on());
  }

  private String counted(String argument) {
    return argument + runs.incrementAndGet();
  }

  private String countedNull(String argument) {
    runs.incrementAndGet();
    return null;
  }

  private static String outcomes(CachedFunction<?, ?> function) {
    MetricSnapshot snapshot = function.metrics().snapshot();
    StringBuilder text = new StringBuilder();
    for (Outcome outcome : List.of(Outcome.values())) {
      text.append(text.isEmpty() ? "" : " ")
          .append(outcome.name().toLowerCase(java.util.Locale.ROOT))
          .append(' ')
          .append(snapshot.calls(outcome));
    }
    return text.toString();
  }
}

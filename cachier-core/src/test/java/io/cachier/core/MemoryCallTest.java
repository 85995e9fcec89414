package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CachedFunction;
import io.cachier.CallOptions;
import io.cachier.MetricsPolicy;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.MetricSnapshot;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The rules of a call that one thread can see, on the memory backend. */
class MemoryCallTest extends MemoryFixture {
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
    assertThat(plain.metrics().snapshot().counter(CacheCounter.REJECTED_NULL)).isEqualTo(2);
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
}

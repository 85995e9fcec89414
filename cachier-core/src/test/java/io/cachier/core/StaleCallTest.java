package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CachedFunction;
import io.cachier.CallOptions;
import io.cachier.WaitPolicy;
import io.cachier.WaitTimeoutException;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Outcome;
import java.time.Duration;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Stale values, and waits that run out. */
class StaleCallTest extends CallFixture {
  @Test
  void apply_waitRunsOutWithCompute_computesInThisCallAndStores() throws Exception {
    CachedFunction<String, String> function = blockingFirst().waitTimeout(Duration.ZERO).build();
    Future<String> slow = threads.submit(() -> function.apply("a"));
    started.await();

    assertThat(function.apply("a")).isEqualTo("a2");
    assertThat(function.apply("a")).isEqualTo("a2");
    mayFinish.countDown();
    assertThat(slow.get()).isEqualTo("a1");
    // The late result was fenced off by the newer one.
    assertThat(function.apply("a")).isEqualTo("a2");
    MetricSnapshot snapshot = function.metrics().snapshot();
    assertThat(snapshot.waitTimeouts()).isEqualTo(1);
    assertThat(snapshot.counter(CacheCounter.FENCED_WRITES)).isEqualTo(1);
  }

  @Test
  void apply_waitRunsOutWithFail_throws() throws Exception {
    CachedFunction<String, String> function =
        blockingFirst().waitTimeout(Duration.ZERO).waitPolicy(WaitPolicy.FAIL).build();
    Future<String> slow = threads.submit(() -> function.apply("a"));
    started.await();

    assertThatThrownBy(() -> function.apply("a"))
        .isInstanceOf(WaitTimeoutException.class)
        .hasMessageContaining("'f'")
        .hasMessageContaining("0 ms");
    mayFinish.countDown();
    assertThat(slow.get()).isEqualTo("a1");
    assertThat(function.metrics().snapshot().errors()).isEqualTo(1);
  }

  @Test
  void apply_waitRunsOutWithStale_servesTheStaleValue() throws Exception {
    CachedFunction<String, String> function =
        blockingSecond()
            .staleAfter(Duration.ofSeconds(1))
            .waitTimeout(Duration.ZERO)
            .waitPolicy(WaitPolicy.STALE)
            .build();
    function.apply("a");
    ticker.advance(Duration.ofSeconds(2));
    Future<String> slow = threads.submit(() -> function.apply("a"));
    started.await();

    assertThat(function.apply("a")).isEqualTo("a1");
    mayFinish.countDown();
    assertThat(slow.get()).isEqualTo("a2");
    assertThat(function.metrics().snapshot().calls(Outcome.STALE)).isEqualTo(1);
  }

  @Test
  void apply_staleWhileRevalidate_servesStaleAndRefreshesOnceInTheBackground() throws Exception {
    CachedFunction<String, String> function =
        blockingSecond()
            .staleAfter(Duration.ofSeconds(10))
            .staleWhileRevalidate(Duration.ofSeconds(20))
            .build();
    function.apply("a");
    ticker.advance(Duration.ofSeconds(11));

    assertThat(function.apply("a")).isEqualTo("a1");
    started.await();
    assertThat(function.apply("a")).isEqualTo("a1");
    mayFinish.countDown();
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> function.apply("a").equals("a2"));
    assertThat(runs).hasValue(2);
    MetricSnapshot snapshot = function.metrics().snapshot();
    assertThat(snapshot.calls(Outcome.STALE)).isGreaterThanOrEqualTo(2);
    assertThat(snapshot.staleHits()).isEqualTo(snapshot.calls(Outcome.STALE));
  }

  @Test
  void apply_pastTheCeiling_waitsForTheStuckRefreshInsteadOfServingStale() throws Exception {
    CachedFunction<String, String> function =
        blockingSecond()
            .staleAfter(Duration.ofSeconds(10))
            .staleWhileRevalidate(Duration.ofSeconds(20))
            .build();
    function.apply("a");
    ticker.advance(Duration.ofSeconds(30));
    assertThat(function.apply("a")).isEqualTo("a1");
    started.await();
    ticker.advance(Duration.ofNanos(1));

    Future<String> late = threads.submit(() -> function.apply("a"));
    awaitWaiters(1);
    mayFinish.countDown();
    assertThat(late.get()).isEqualTo("a2");
  }

  @Test
  void apply_refreshStuckForGood_computesOnceTheWaitIsOver() throws Exception {
    CachedFunction<String, String> function =
        blockingSecond()
            .staleAfter(Duration.ofSeconds(10))
            .staleWhileRevalidate(Duration.ofSeconds(20))
            .waitTimeout(Duration.ofMillis(10))
            .build();
    function.apply("a");
    ticker.advance(Duration.ofSeconds(30));
    assertThat(function.apply("a")).isEqualTo("a1");
    started.await();
    ticker.advance(Duration.ofNanos(1));

    // The refresh never ends, and still nobody is served what is past the ceiling.
    assertThat(function.apply("a")).isEqualTo("a3");
    assertThat(function.apply("a")).isEqualTo("a3");
    assertThat(runs).hasValue(3);
  }

  @Test
  void apply_maxAgeDuringStaleWhileRevalidate_isNeverServedStale() throws Exception {
    CachedFunction<String, String> function =
        function(x -> x + runs.incrementAndGet())
            .staleAfter(Duration.ofSeconds(10))
            .staleWhileRevalidate(Duration.ofSeconds(20))
            .build();
    function.apply("a");
    ticker.advance(Duration.ofSeconds(11));

    assertThat(function.apply("a", CallOptions.maxAge(Duration.ofSeconds(30)))).isEqualTo("a2");
  }

  @Test
  void apply_refreshFails_keepsServingStaleAndCounts() throws Exception {
    CachedFunction<String, String> function =
        function(
                x -> {
                  if (runs.incrementAndGet() > 1) {
                    throw new IllegalStateException("down");
                  }
                  return x + "1";
                })
            .staleAfter(Duration.ofSeconds(10))
            .staleWhileRevalidate(Duration.ofSeconds(20))
            .build();
    function.apply("a");
    ticker.advance(Duration.ofSeconds(11));

    assertThat(function.apply("a")).isEqualTo("a1");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> function.metrics().snapshot().counter(CacheCounter.REFRESH_FAILURES) == 1);
    assertThat(function.apply("a")).isEqualTo("a1");
    assertThat(function.metrics().snapshot().errors()).isZero();
  }
}

package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CallOptions;
import io.cachier.WaitPolicy;
import io.cachier.WaitTimeoutException;
import io.cachier.core.CallWays.Callee;
import io.cachier.core.CallWays.Way;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** C60: waits that run out, stale values, and ends, asked of every way to make a call. */
abstract class CallWayStaleRules extends CallWayFixture {
  @ParameterizedTest
  @EnumSource(Way.class)
  void call_waitRunsOutWithCompute_computesAndStores(Way way) throws Exception {
    Callee callee = blockingFirst(way, s -> s.waitTimeout(Duration.ofMillis(1)));
    CompletableFuture<String> slow = callee.call("a");
    started.await();

    // C21
    assertThat(callee.get("a")).isEqualTo("a2");
    assertThat(callee.get("a")).isEqualTo("a2");
    mayFinish.countDown();
    assertThat(slow.get(20, TimeUnit.SECONDS)).isEqualTo("a1");
    ended(callee, 3);
    assertThat(callee.get("a")).isEqualTo("a2");
    assertThat(callee.cache().metrics().snapshot().waitTimeouts()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void call_waitRunsOutWithFail_fails(Way way) throws Exception {
    Callee callee =
        blockingFirst(way, s -> s.waitTimeout(Duration.ofMillis(1)).waitPolicy(WaitPolicy.FAIL));
    CompletableFuture<String> slow = callee.call("a");
    started.await();

    // C23
    assertThatThrownBy(() -> callee.get("a"))
        .isInstanceOf(WaitTimeoutException.class)
        .hasMessageContaining("'f'")
        .hasMessageContaining("1 ms");
    mayFinish.countDown();
    assertThat(slow.get(20, TimeUnit.SECONDS)).isEqualTo("a1");
    ended(callee, 2);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void call_waitRunsOutWithStale_servesTheStaleValue(Way way) throws Exception {
    Callee callee =
        make(
            way,
            x -> {
              int run = runs.incrementAndGet();
              if (run == 2) {
                started.countDown();
                CallFixture.await(mayFinish);
              }
              return x + run;
            },
            s ->
                s.staleAfter(Duration.ofNanos(1))
                    .waitTimeout(Duration.ofMillis(1))
                    .waitPolicy(WaitPolicy.STALE));
    callee.get("a");
    ticker.advance(Duration.ofSeconds(1));
    CompletableFuture<String> slow = callee.call("a");
    started.await();

    // C22
    assertThat(callee.get("a")).isEqualTo("a1");
    mayFinish.countDown();
    assertThat(slow.get(20, TimeUnit.SECONDS)).isEqualTo("a2");
    ended(callee, 3);
    assertThat(callee.cache().metrics().snapshot().calls(Outcome.STALE)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void call_staleWithinTheCeiling_isServedAndComputedAnewInTheBackground(Way way) {
    Callee callee =
        make(
            way,
            x -> x + runs.incrementAndGet(),
            s -> s.staleAfter(Duration.ofNanos(1)).staleWhileRevalidate(Duration.ofHours(1)));
    callee.get("a");
    ticker.advance(Duration.ofSeconds(1));

    // C4
    assertThat(callee.get("a")).isEqualTo("a1");
    Awaitility.await().until(() -> runs.get() == 2 && callee.underWay() == 0);
    assertThat(callee.get("a")).isEqualTo("a2");
    assertThat(callee.cache().metrics().snapshot().calls(Outcome.STALE)).isPositive();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void call_refreshFails_isCountedAndTheStaleValueServed(Way way) {
    Callee callee =
        make(
            way,
            x -> {
              if (runs.incrementAndGet() > 1) {
                throw new IllegalStateException("down");
              }
              return x;
            },
            s -> s.staleAfter(Duration.ofNanos(1)).staleWhileRevalidate(Duration.ofHours(1)));
    callee.get("a");
    ticker.advance(Duration.ofSeconds(1));

    assertThat(callee.get("a")).isEqualTo("a");
    Awaitility.await()
        .until(
            () -> callee.cache().metrics().snapshot().counter(CacheCounter.REFRESH_FAILURES) == 1);
    Awaitility.await().until(() -> callee.underWay() == 0);
    assertThat(callee.get("a")).isEqualTo("a");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void call_functionFailsWithinTheErrorCeiling_isServedTheStaleValue(Way way) {
    Callee callee =
        make(
            way,
            x -> {
              if (runs.incrementAndGet() > 1) {
                throw new IllegalStateException("down");
              }
              return x;
            },
            s -> s.staleAfter(Duration.ofNanos(1)).staleIfError(Duration.ofHours(1)));
    callee.get("a");
    ticker.advance(Duration.ofSeconds(1));

    // C80, C81
    assertThat(callee.get("a")).isEqualTo("a");
    assertThatThrownBy(() -> callee.get("a", CallOptions.maxAge(Duration.ZERO)))
        .isInstanceOf(IllegalStateException.class);
    MetricSnapshot snapshot = callee.cache().metrics().snapshot();
    assertThat(snapshot.counter(CacheCounter.SUPPRESSED_FAILURES)).isEqualTo(1);
    assertThat(snapshot.calls(Outcome.STALE)).isEqualTo(1);
    ended(callee, 3);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void call_removedWhileItsRunFails_isNotServedWhatWasRemoved(Way way) throws Exception {
    Callee callee =
        make(
            way,
            x -> {
              if (runs.incrementAndGet() == 1) {
                return x;
              }
              started.countDown();
              CallFixture.await(mayFinish);
              throw new IllegalStateException("down");
            },
            s -> s.staleAfter(Duration.ofNanos(1)).staleIfError(Duration.ofHours(1)));
    callee.get("a");
    ticker.advance(Duration.ofSeconds(1));
    CompletableFuture<String> failing = callee.call("a");
    started.await();
    callee.invalidate("a");
    mayFinish.countDown();

    assertThatThrownBy(() -> failing.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IllegalStateException.class);
    ended(callee, 2);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void call_whoseEndIsWithinReach_isServedAndComputedAnewEarly(Way way) {
    Callee callee =
        make(
            way,
            x -> {
              ticker.advance(Duration.ofMinutes(10));
              return x + runs.incrementAndGet();
            },
            s -> s.staleAfter(Duration.ofHours(1)).earlyRefresh(1000));
    callee.get("a");

    // C84: a draw says no with a likelihood of less than 1 %, so one of these says yes. Entries
    // on disk age by the machine's clock: the likelihood must not hang on the ticker.
    Awaitility.await()
        .until(
            () -> {
              callee.get("a");
              return runs.get() > 1;
            });
    Awaitility.await().until(() -> callee.underWay() == 0);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void call_explained_tellsTheSameInEveryWay(Way way) {
    Callee callee = counting(way);
    List<String> cold = Collections.synchronizedList(new ArrayList<>());
    List<String> warm = Collections.synchronizedList(new ArrayList<>());
    List<String> bypassing = Collections.synchronizedList(new ArrayList<>());

    callee.get("a", CallOptions.explain(cold::add));
    callee.get("a", CallOptions.explain(warm::add));
    callee.get("a", CallOptions.skip().withExplain(bypassing::add));

    // C93
    assertThat(cold).anyMatch(step -> step.contains("right to compute"));
    assertThat(cold).contains("the function runs");
    assertThat(cold).anyMatch(step -> step.startsWith("the function gave a value after"));
    assertThat(warm).isNotEmpty().doesNotContain("the function runs");
    assertThat(bypassing).hasSize(1);
    ended(callee, 3);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void call_cachierClosedMeanwhile_stillGivesTheResult(Way way) throws Exception {
    Callee callee = blockingFirst(way, CallWayFixture::asTheyAre);
    CompletableFuture<String> slow = callee.call("a");
    started.await();
    CompletableFuture<String> waiting = callee.call("a");
    cachier.close();
    mayFinish.countDown();

    assertThat(slow.get(20, TimeUnit.SECONDS)).isEqualTo("a1");
    // It waited for the other, or came when everything was closed and ran on its own.
    assertThat(waiting.get(20, TimeUnit.SECONDS)).isIn("a1", "a2");
    Awaitility.await().until(() -> callee.underWay() == 0);
  }
}

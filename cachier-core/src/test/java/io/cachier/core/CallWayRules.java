package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CacheSettings;
import io.cachier.Cachier;
import io.cachier.CachierBuilder;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * C60: what is promised of a call, asked of every way to make it. What each test shows carries the
 * number of the rule.
 */
abstract class CallWayRules {
  final FakeTicker ticker = new FakeTicker();
  final ExecutorService threads = Executors.newCachedThreadPool();
  final AtomicInteger runs = new AtomicInteger();
  final CountDownLatch started = new CountDownLatch(1);
  final CountDownLatch mayFinish = new CountDownLatch(1);
  private Cachier cachier;

  /** A cachier on the backend that is asked. */
  abstract CachierBuilder builder();

  @BeforeEach
  void open() {
    cachier = builder().ticker(ticker).executor(threads).build();
  }

  @AfterEach
  void close() {
    mayFinish.countDown();
    cachier.close();
    threads.shutdownNow();
    Cachier.setCachingEnabled(true);
  }

  private static void asTheyAre(CacheSettings<?> settings) {}

  private Callee make(
      Way way, Function<String, String> function, Consumer<CacheSettings<?>> settings) {
    return CallWays.build(way, cachier, threads, function, settings);
  }

  private Callee counting(Way way) {
    return make(way, x -> x + runs.incrementAndGet(), CallWayRules::asTheyAre);
  }

  /** The first run waits until it may finish. */
  private Callee blockingFirst(Way way, Consumer<CacheSettings<?>> settings) {
    return make(
        way,
        x -> {
          int run = runs.incrementAndGet();
          if (run == 1) {
            started.countDown();
            CallFixture.await(mayFinish);
          }
          return x + run;
        },
        settings);
  }

  private static void ended(Callee callee, int calls) {
    // Who waits is woken before the flight is taken off and the leader's outcome is known.
    Awaitility.await().until(() -> callee.underWay() == 0);
    Awaitility.await().until(() -> all(callee) >= calls);
    assertThat(all(callee)).isEqualTo(calls);
    MetricSnapshot snapshot = callee.cache().metrics().snapshot();
    assertThat(snapshot.computationsInFlight()).isZero();
    assertThat(snapshot.waiters()).isZero();
  }

  private static long all(Callee callee) {
    MetricSnapshot snapshot = callee.cache().metrics().snapshot();
    long all = 0;
    for (Outcome outcome : Outcome.values()) {
      all += snapshot.calls(outcome);
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void call_coldThenWarm_computesOnceAndHits(Way way) {
    Callee callee = counting(way);

    assertThat(callee.get("a")).isEqualTo("a1");
    assertThat(callee.get("a")).isEqualTo("a1");
    assertThat(callee.get(null)).isEqualTo("null2");
    assertThat(callee.cache().metrics().snapshot().hits()).isEqualTo(1);
    ended(callee, 3);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void call_options_areFollowed(Way way) {
    Callee callee = counting(way);

    // C6, C7, C2
    assertThat(callee.get("a", CallOptions.skip())).isEqualTo("a1");
    assertThat(callee.get("a")).isEqualTo("a2");
    assertThat(callee.get("a", CallOptions.overwrite())).isEqualTo("a3");
    assertThat(callee.get("a")).isEqualTo("a3");
    assertThat(callee.get("a", CallOptions.maxAge(Duration.ofSeconds(-1)))).isEqualTo("a4");
    assertThat(callee.get("a", CallOptions.maxAge(Duration.ofHours(1)))).isEqualTo("a4");
    callee.invalidate("a");
    assertThat(callee.get("a")).isEqualTo("a5");
    assertThat(callee.precache("a", "given")).isTrue();
    assertThat(callee.get("a")).isEqualTo("given");
    assertThat(callee.cache().metrics().snapshot().bypassed()).isEqualTo(2);
    ended(callee, 8);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void call_cachingOffOrFunctionClosed_runsTheFunction(Way way) {
    Callee callee = counting(way);

    callee.get("a");
    Cachier.setCachingEnabled(false);
    assertThat(callee.get("a")).isEqualTo("a2");
    Cachier.setCachingEnabled(true);
    callee.cache().close();
    assertThat(callee.get("a")).isEqualTo("a3");
    assertThat(callee.precache("a", "given")).isFalse();
    assertThat(callee.precacheAll(Map.of("a", "given"))).isZero();
    ended(callee, 3);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void call_nullResult_isStoredOnlyWhereAllowed(Way way) {
    Callee plain = make(way, x -> runs.incrementAndGet() > 0 ? null : x, CallWayRules::asTheyAre);
    assertThat(plain.get("a")).isNull();
    assertThat(plain.get("a")).isNull();
    assertThat(runs).hasValue(2);
    plain.cache().close();

    Callee nulls =
        make(way, x -> runs.incrementAndGet() > 0 ? null : x, settings -> settings.cacheNulls());
    assertThat(nulls.get("a")).isNull();
    assertThat(nulls.get("a")).isNull();
    assertThat(runs).hasValue(3);
    ended(nulls, 2);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void call_valueTooLarge_isReturnedAndNotStored(Way way) {
    Callee callee =
        make(way, x -> x.repeat(2_000) + runs.incrementAndGet(), s -> s.entrySizeLimit(1_000));

    assertThat(callee.get("a")).endsWith("1");
    assertThat(callee.get("a")).endsWith("2");
    assertThat(callee.cache().metrics().snapshot().sizeLimitRejections()).isEqualTo(2);
    ended(callee, 2);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void call_functionThrows_givesItsExceptionAndCachesNothing(Way way) {
    IllegalStateException failure = new IllegalStateException("down");
    Callee callee =
        make(
            way,
            x -> {
              if (runs.incrementAndGet() == 1) {
                throw failure;
              }
              return x + runs;
            },
            CallWayRules::asTheyAre);

    assertThatThrownBy(() -> callee.get("a")).isSameAs(failure);
    assertThat(callee.get("a")).isEqualTo("a2");
    assertThat(callee.cache().metrics().snapshot().errors()).isEqualTo(1);
    ended(callee, 2);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void call_manyCallersOfAColdKey_runTheFunctionOnce(Way way) throws Exception {
    Callee callee = blockingFirst(way, CallWayRules::asTheyAre);
    List<CompletableFuture<String>> callers = callers(callee, 16);
    mayFinish.countDown();

    for (CompletableFuture<String> caller : callers) {
      assertThat(caller.get(20, TimeUnit.SECONDS)).isEqualTo("a1");
    }
    ended(callee, 16);
    assertThat(runs).hasValue(1);
    assertThat(callee.cache().metrics().snapshot().coalesced()).isEqualTo(15);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void call_runFails_givesTheSameExceptionToThoseWhoWaitedForIt(Way way) throws Exception {
    IllegalStateException failure = new IllegalStateException("down");
    Callee callee =
        make(
            way,
            x -> {
              if (runs.incrementAndGet() == 1) {
                started.countDown();
                CallFixture.await(mayFinish);
                throw failure;
              }
              return x + runs;
            },
            CallWayRules::asTheyAre);
    List<CompletableFuture<String>> callers = callers(callee, 4);
    mayFinish.countDown();

    for (CompletableFuture<String> caller : callers) {
      assertThatThrownBy(() -> caller.get(20, TimeUnit.SECONDS)).cause().isSameAs(failure);
    }
    assertThat(callee.get("a")).isEqualTo("a2");
    ended(callee, 5);
  }

  private List<CompletableFuture<String>> callers(Callee callee, int count) throws Exception {
    List<CompletableFuture<String>> callers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      callers.add(callee.call("a"));
    }
    started.await();
    Awaitility.await().until(() -> callee.cache().metrics().snapshot().waiters() == count - 1);
    return callers;
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void call_keyChangedWhileItIsComputed_returnsTheResultAndDoesNotStoreIt(Way way)
      throws Exception {
    List<Consumer<Callee>> changes =
        List.of(
            callee -> callee.invalidate("a"),
            callee -> callee.cache().clear(),
            callee -> callee.cache().clearClaims(),
            callee -> callee.precache("a", "given"),
            callee -> callee.precacheAll(Map.of("a", "given")));
    for (Consumer<Callee> change : changes) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch mayEnd = new CountDownLatch(1);
      AtomicInteger run = new AtomicInteger();
      Callee callee =
          make(
              way,
              x -> {
                if (run.incrementAndGet() == 1) {
                  begun.countDown();
                  CallFixture.await(mayEnd);
                }
                return x + run;
              },
              CallWayRules::asTheyAre);
      CompletableFuture<String> slow = callee.call("a");
      begun.await();
      change.accept(callee);
      mayEnd.countDown();

      // C24, C25
      assertThat(slow.get(20, TimeUnit.SECONDS)).isEqualTo("a1");
      ended(callee, 1);
      assertThat(callee.get("a")).isIn("given", "a2");
      assertThat(callee.cache().metrics().snapshot().counter(CacheCounter.FENCED_WRITES))
          .isEqualTo(1);
      callee.cache().clear();
      callee.cache().close();
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void call_overwriteUnderWayWhenInvalidated_isNotStored(Way way) throws Exception {
    Callee callee = blockingFirst(way, CallWayRules::asTheyAre);
    CompletableFuture<String> slow = callee.call("a", CallOptions.overwrite());
    started.await();
    callee.invalidate("a");
    mayFinish.countDown();

    assertThat(slow.get(20, TimeUnit.SECONDS)).isEqualTo("a1");
    assertThat(callee.get("a")).isEqualTo("a2");
    ended(callee, 2);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void call_overwriteEndsFirst_keepsTheOlderComputationOut(Way way) throws Exception {
    Callee callee = blockingFirst(way, CallWayRules::asTheyAre);
    CompletableFuture<String> slow = callee.call("a");
    started.await();

    assertThat(callee.get("a", CallOptions.overwrite())).isEqualTo("a2");
    mayFinish.countDown();
    assertThat(slow.get(20, TimeUnit.SECONDS)).isEqualTo("a1");
    ended(callee, 2);
    assertThat(callee.get("a")).isEqualTo("a2");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void call_negativeMaxAgeDuringAComputation_doesNotJoinIt(Way way) throws Exception {
    Callee callee = blockingFirst(way, CallWayRules::asTheyAre);
    CompletableFuture<String> slow = callee.call("a");
    started.await();

    assertThat(callee.get("a", CallOptions.maxAge(Duration.ofSeconds(-1)))).isEqualTo("a2");
    mayFinish.countDown();
    assertThat(slow.get(20, TimeUnit.SECONDS)).isEqualTo("a1");
    ended(callee, 2);
  }

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
  void call_cachierClosedMeanwhile_stillGivesTheResult(Way way) throws Exception {
    Callee callee = blockingFirst(way, CallWayRules::asTheyAre);
    CompletableFuture<String> slow = callee.call("a");
    CompletableFuture<String> waiting = callee.call("a");
    started.await();
    cachier.close();
    mayFinish.countDown();

    assertThat(slow.get(20, TimeUnit.SECONDS)).isEqualTo("a1");
    // It waited for the other, or came when everything was closed and ran on its own.
    assertThat(waiting.get(20, TimeUnit.SECONDS)).isIn("a1", "a2");
    Awaitility.await().until(() -> callee.underWay() == 0);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void precacheAll_values_areServedAndCounted(Way way) {
    Callee callee = counting(way);
    Map<String, String> given = new LinkedHashMap<>();
    for (int i = 0; i < 250; i++) {
      given.put("k" + i, "given" + i);
    }
    given.put("nothing", null);

    assertThat(callee.precacheAll(given)).isEqualTo(250);
    assertThat(callee.get("k0")).isEqualTo("given0");
    assertThat(callee.get("k249")).isEqualTo("given249");
    assertThat(runs).hasValue(0);
    ended(callee, 2);
  }
}

package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.Cachier;
import io.cachier.CallOptions;
import io.cachier.core.CallWays.Callee;
import io.cachier.core.CallWays.Way;
import io.cachier.metrics.CacheCounter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * C60: what is promised of a call, asked of every way to make it. What each test shows carries the
 * number of the rule.
 */
abstract class CallWayRules extends CallWayFixture {
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
    Callee plain = make(way, x -> runs.incrementAndGet() > 0 ? null : x, CallWayFixture::asTheyAre);
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
            CallWayFixture::asTheyAre);

    assertThatThrownBy(() -> callee.get("a")).isSameAs(failure);
    assertThat(callee.get("a")).isEqualTo("a2");
    assertThat(callee.cache().metrics().snapshot().errors()).isEqualTo(1);
    ended(callee, 2);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void call_manyCallersOfAColdKey_runTheFunctionOnce(Way way) throws Exception {
    Callee callee = blockingFirst(way, CallWayFixture::asTheyAre);
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
            CallWayFixture::asTheyAre);
    List<CompletableFuture<String>> callers = callers(callee, 4);
    mayFinish.countDown();

    for (CompletableFuture<String> caller : callers) {
      assertThatThrownBy(() -> caller.get(20, TimeUnit.SECONDS)).cause().isSameAs(failure);
    }
    assertThat(callee.get("a")).isEqualTo("a2");
    ended(callee, 5);
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
              CallWayFixture::asTheyAre);
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
    Callee callee = blockingFirst(way, CallWayFixture::asTheyAre);
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
    Callee callee = blockingFirst(way, CallWayFixture::asTheyAre);
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
    Callee callee = blockingFirst(way, CallWayFixture::asTheyAre);
    CompletableFuture<String> slow = callee.call("a");
    started.await();

    assertThat(callee.get("a", CallOptions.maxAge(Duration.ofSeconds(-1)))).isEqualTo("a2");
    mayFinish.countDown();
    assertThat(slow.get(20, TimeUnit.SECONDS)).isEqualTo("a1");
    ended(callee, 2);
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

package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.CallOptions;
import io.cachier.MetricsPolicy;
import io.cachier.ReentrantCallException;
import io.cachier.WaitInterruptedException;
import io.cachier.WaitPolicy;
import io.cachier.WaitTimeoutException;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many callers of one key, and callers that get in each other's way. */
class ConcurrentCallTest {
  private final FakeTicker ticker = new FakeTicker();
  private final Cachier cachier = Cachier.builder().backend("memory").ticker(ticker).build();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger runs = new AtomicInteger();
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch mayFinish = new CountDownLatch(1);

  @AfterEach
  void close() {
    mayFinish.countDown();
    threads.shutdownNow();
    cachier.close();
  }

  @Test
  void apply_manyCallersOfAColdKey_runTheFunctionOnce() throws Exception {
    CachedFunction<String, String> function = blocking().build();
    List<Future<String>> callers = callers(function, 32);
    started.await();
    awaitWaiters(31);

    mayFinish.countDown();
    for (Future<String> caller : callers) {
      assertThat(caller.get()).isEqualTo("a1");
    }
    MetricSnapshot snapshot = function.metrics().snapshot();
    assertThat(runs).hasValue(1);
    assertThat(snapshot.calls(Outcome.MISS)).isEqualTo(1);
    assertThat(snapshot.coalesced()).isEqualTo(31);
    assertThat(snapshot.hits() + snapshot.misses()).isEqualTo(32);
  }

  @Test
  void apply_runFails_givesTheSameExceptionToThoseWhoWaitedForItAndToNobodyElse() throws Exception {
    IllegalStateException failure = new IllegalStateException("down");
    CachedFunction<String, String> function =
        function(
                x -> {
                  if (runs.incrementAndGet() == 1) {
                    started.countDown();
                    await(mayFinish);
                    throw failure;
                  }
                  return x + runs.get();
                })
            .build();
    List<Future<String>> callers = callers(function, 4);
    started.await();
    awaitWaiters(3);
    mayFinish.countDown();

    for (Future<String> caller : callers) {
      assertThatThrownBy(caller::get)
          .isInstanceOf(ExecutionException.class)
          .extracting(Throwable::getCause)
          .isSameAs(failure);
    }
    assertThat(function.apply("a")).isEqualTo("a2");
    assertThat(function.metrics().snapshot().errors()).isEqualTo(4);
  }

  @Test
  void apply_leaderInterrupted_sendsTheWaitersBackToTry() throws Exception {
    AtomicReference<Thread> leader = new AtomicReference<>();
    CachedFunction<String, String> function =
        function(
                x -> {
                  if (runs.incrementAndGet() == 1) {
                    leader.set(Thread.currentThread());
                    started.countDown();
                    if (!awaitOrInterrupted(mayFinish)) {
                      throw new IllegalStateException("interrupted");
                    }
                  }
                  return x + runs.get();
                })
            .build();
    AtomicBoolean flagKept = new AtomicBoolean();
    Future<String> first =
        threads.submit(
            () -> {
              try {
                return function.apply("a");
              } finally {
                flagKept.set(Thread.currentThread().isInterrupted());
              }
            });
    started.await();
    Future<String> second = threads.submit(() -> function.apply("a"));
    awaitWaiters(1);
    leader.get().interrupt();

    assertThatThrownBy(first::get).hasCauseInstanceOf(IllegalStateException.class);
    assertThat(flagKept).isTrue();
    assertThat(second.get()).isEqualTo("a2");
  }

  @Test
  void apply_waiterInterrupted_throwsWithTheFlagSetAndDisturbsNobody() throws Exception {
    CachedFunction<String, String> function = blocking().build();
    Future<String> leader = threads.submit(() -> function.apply("a"));
    started.await();
    AtomicReference<Thread> waiter = new AtomicReference<>();
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    threads.execute(
        () -> {
          waiter.set(Thread.currentThread());
          try {
            function.apply("a");
            flag.completeExceptionally(new AssertionError("it should have been interrupted"));
          } catch (WaitInterruptedException e) {
            flag.complete(Thread.currentThread().isInterrupted());
          }
        });
    awaitWaiters(1);
    waiter.get().interrupt();

    assertThat(flag.get()).isTrue();
    mayFinish.countDown();
    assertThat(leader.get()).isEqualTo("a1");
    assertThat(runs).hasValue(1);
  }

  @Test
  void apply_ownKeyAgain_isRefusedNotDeadlocked() {
    AtomicReference<CachedFunction<String, String>> self = new AtomicReference<>();
    self.set(function(x -> self.get().apply(x)).build());

    assertThatThrownBy(() -> self.get().apply("a"))
        .isInstanceOf(ReentrantCallException.class)
        .hasMessageContaining("'f'")
        .hasMessageContaining("skip()");
  }

  @Test
  void apply_otherKeyOfItself_isComputed() {
    AtomicReference<CachedFunction<Integer, Integer>> self = new AtomicReference<>();
    self.set(
        cachier
            .function(
                "fibonacci",
                Integer.class,
                Integer.class,
                n -> {
                  runs.incrementAndGet();
                  return n < 2 ? n : self.get().apply(n - 1) + self.get().apply(n - 2);
                })
            .build());

    assertThat(self.get().apply(30)).isEqualTo(832_040);
    assertThat(runs).hasValue(31);
  }

  @Test
  void apply_twoThreadsThatNeedEachOther_findTheCircle() throws Exception {
    AtomicReference<CachedFunction<String, String>> self = new AtomicReference<>();
    CountDownLatch both = new CountDownLatch(2);
    Function<String, String> crossing =
        x -> {
          if (runs.incrementAndGet() > 2) {
            return x + "!";
          }
          both.countDown();
          await(both);
          return x + self.get().apply(x.equals("a") ? "b" : "a");
        };
    self.set(function(crossing).build());

    Future<String> a = threads.submit(() -> self.get().apply("a"));
    Future<String> b = threads.submit(() -> self.get().apply("b"));

    // One of them finds the circle and computes the other's key for itself; nobody waits a minute.
    assertThat(a.get(20, TimeUnit.SECONDS)).startsWith("a");
    assertThat(b.get(20, TimeUnit.SECONDS)).startsWith("b");
    assertThat(runs.get()).isBetween(3, 4);
  }

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

  @ParameterizedTest
  @ValueSource(strings = {"invalidate", "clear", "clearClaims", "precache"})
  void apply_keyChangedWhileItIsComputed_returnsTheResultAndDoesNotStoreIt(String change)
      throws Exception {
    CachedFunction<String, String> function = blockingFirst().build();
    Future<String> slow = threads.submit(() -> function.apply("a"));
    started.await();
    switch (change) {
      case "invalidate" -> function.invalidate("a");
      case "clear" -> function.clear();
      case "clearClaims" -> function.clearClaims();
      default -> function.precache("a", "given");
    }
    mayFinish.countDown();

    assertThat(slow.get()).isEqualTo("a1");
    assertThat(function.apply("a")).isEqualTo(change.equals("precache") ? "given" : "a2");
    assertThat(function.metrics().snapshot().counter(CacheCounter.FENCED_WRITES)).isEqualTo(1);
  }

  @Test
  void apply_overwriteUnderWayWhenInvalidated_isNotStored() throws Exception {
    CachedFunction<String, String> function = blockingFirst().build();
    Future<String> slow = threads.submit(() -> function.apply("a", CallOptions.overwrite()));
    started.await();
    function.invalidate("a");
    mayFinish.countDown();

    assertThat(slow.get()).isEqualTo("a1");
    assertThat(function.apply("a")).isEqualTo("a2");
  }

  @Test
  void apply_overwriteEndsFirst_keepsTheOlderComputationOut() throws Exception {
    CachedFunction<String, String> function = blockingFirst().build();
    Future<String> slow = threads.submit(() -> function.apply("a"));
    started.await();

    assertThat(function.apply("a", CallOptions.overwrite())).isEqualTo("a2");
    mayFinish.countDown();
    assertThat(slow.get()).isEqualTo("a1");
    assertThat(function.apply("a")).isEqualTo("a2");
  }

  @Test
  void apply_negativeMaxAgeDuringAComputation_doesNotJoinIt() throws Exception {
    CachedFunction<String, String> function = blockingFirst().build();
    Future<String> slow = threads.submit(() -> function.apply("a"));
    started.await();

    assertThat(function.apply("a", CallOptions.maxAge(Duration.ofSeconds(-1)))).isEqualTo("a2");
    mayFinish.countDown();
    assertThat(slow.get()).isEqualTo("a1");
    assertThat(function.apply("a")).isEqualTo("a2");
  }

  private io.cachier.FunctionBuilder<String, String> blocking() {
    return function(
        x -> {
          String result = x + runs.incrementAndGet();
          started.countDown();
          await(mayFinish);
          return result;
        });
  }

  private io.cachier.FunctionBuilder<String, String> blockingFirst() {
    return blockingRun(1);
  }

  private io.cachier.FunctionBuilder<String, String> blockingSecond() {
    return blockingRun(2);
  }

  private io.cachier.FunctionBuilder<String, String> blockingRun(int number) {
    return function(
        x -> {
          int run = runs.incrementAndGet();
          if (run == number) {
            started.countDown();
            await(mayFinish);
          }
          return x + run;
        });
  }

  private io.cachier.FunctionBuilder<String, String> function(Function<String, String> function) {
    return cachier.function("f", String.class, String.class, function).metrics(MetricsPolicy.on());
  }

  private List<Future<String>> callers(CachedFunction<String, String> function, int count) {
    List<Future<String>> callers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      callers.add(threads.submit(() -> function.apply("a")));
    }
    return callers;
  }

  /**
   * Until so many of our threads wait for a flight: that is where waiters are parked with a limit.
   */
  private void awaitWaiters(int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                Thread.getAllStackTraces().entrySet().stream()
                        .filter(e -> e.getKey().getState() == Thread.State.TIMED_WAITING)
                        .filter(e -> inAwait(e.getValue()))
                        .count()
                    == count);
  }

  private static boolean inAwait(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (frame.getClassName().equals(SingleFlight.class.getName())
          && frame.getMethodName().equals("await")) {
        return true;
      }
    }
    return false;
  }

  private static void await(CountDownLatch latch) {
    if (!awaitOrInterrupted(latch)) {
      throw new AssertionError("interrupted");
    }
  }

  private static boolean awaitOrInterrupted(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

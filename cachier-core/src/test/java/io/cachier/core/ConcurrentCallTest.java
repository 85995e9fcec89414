package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CachedFunction;
import io.cachier.CallOptions;
import io.cachier.ReentrantCallException;
import io.cachier.WaitInterruptedException;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many callers of one key, and callers that get in each other's way. */
class ConcurrentCallTest extends CallFixture {
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
  void apply_overwriteBeganFirstAndEndsLast_doesNotReplaceWhatIsNewer() throws Exception {
    CachedFunction<String, String> function = blockingFirst().build();
    Future<String> slow = threads.submit(() -> function.apply("a", CallOptions.overwrite()));
    started.await();

    assertThat(function.apply("a")).isEqualTo("a2");
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
}

package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CachedFunction;
import io.cachier.CallOptions;
import io.cachier.MetricsPolicy;
import io.cachier.WaitInterruptedException;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Timing;
import io.cachier.metrics.WaitResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** M14 and M15 in one process: waits by what they came to, and what goes on now. */
class WaitFiguresTest extends CallFixture {
  @Test
  void waited_othersValue_isServed() throws Exception {
    CachedFunction<String, String> function = blocking().build();
    List<Future<String>> callers = callers(function, 8);
    started.await();
    awaitWaiters(7);
    assertThat(now(function)).isEqualTo("1 running, 7 waiting");

    ticker.advance(Duration.ofSeconds(3));
    finish(callers);

    assertThat(waits(function)).isEqualTo("SERVED 7 in PT21S");
    assertThat(now(function)).isEqualTo("0 running, 0 waiting");
  }

  @Test
  void waited_otherWasInterrupted_isAbandoned() throws Exception {
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
                  return x;
                })
            .build();
    Future<String> first = threads.submit(() -> function.apply("a"));
    started.await();
    Future<String> second = threads.submit(() -> function.apply("a"));
    awaitWaiters(1);
    ticker.advance(Duration.ofSeconds(2));
    leader.get().interrupt();

    assertThatThrownBy(first::get).isInstanceOf(ExecutionException.class);
    assertThat(second.get()).isEqualTo("a");
    assertThat(waits(function)).isEqualTo("ABANDONED 1 in PT2S");
    assertThat(now(function)).isEqualTo("0 running, 0 waiting");
  }

  @Test
  void waited_otherFailed_isAFailure() throws Exception {
    CachedFunction<String, String> function =
        function(
                x -> {
                  started.countDown();
                  await(mayFinish);
                  throw new IllegalStateException("down");
                })
            .metrics(MetricsPolicy.sampled(Double.MIN_VALUE))
            .build();
    List<Future<String>> callers = callers(function, 3);
    started.await();
    awaitWaiters(2);
    ticker.advance(Duration.ofSeconds(1));
    mayFinish.countDown();
    for (Future<String> caller : callers) {
      assertThatThrownBy(caller::get).hasCauseInstanceOf(IllegalStateException.class);
    }

    // Failures are recorded though the calls were not drawn.
    assertThat(waits(function)).isEqualTo("FAILED 2 in PT2S");
    assertThat(now(function)).isEqualTo("0 running, 0 waiting");
  }

  @Test
  void waited_tooLong_isATimeOutForEachThatIsCounted() throws Exception {
    CachedFunction<String, String> function = blockingFirst().waitTimeout(Duration.ZERO).build();
    Future<String> slow = threads.submit(() -> function.apply("a"));
    started.await();
    function.apply("a");
    finish(List.of(slow));

    assertThat(waits(function)).isEqualTo("TIMEOUT 1 in PT0S");
    assertThat(function.metrics().snapshot().waitTimeouts()).isEqualTo(1);
  }

  @Test
  void waited_interrupted_isThat() throws Exception {
    CachedFunction<String, String> function = blocking().build();
    Future<String> leader = threads.submit(() -> function.apply("a"));
    started.await();
    AtomicReference<Thread> waiter = new AtomicReference<>();
    Future<String> waiting =
        threads.submit(
            () -> {
              waiter.set(Thread.currentThread());
              return function.apply("a");
            });
    awaitWaiters(1);
    ticker.advance(Duration.ofSeconds(1));
    waiter.get().interrupt();

    assertThatThrownBy(waiting::get).hasCauseInstanceOf(WaitInterruptedException.class);
    assertThat(waits(function)).isEqualTo("INTERRUPTED 1 in PT1S");
    assertThat(now(function)).isEqualTo("1 running, 0 waiting");
    finish(List.of(leader));
  }

  @Test
  void waited_callsNotDrawn_leavesOutWhatWentWell() throws Exception {
    CachedFunction<String, String> function =
        blocking().metrics(MetricsPolicy.sampled(Double.MIN_VALUE)).build();
    List<Future<String>> callers = callers(function, 3);
    started.await();
    awaitWaiters(2);
    // What goes on now is exact at any rate.
    assertThat(now(function)).isEqualTo("1 running, 2 waiting");
    finish(callers);

    assertThat(waits(function)).isEmpty();
    assertThat(now(function)).isEqualTo("0 running, 0 waiting");
  }

  @Test
  void waited_circleThatWasFound_isNoWait() throws Exception {
    AtomicReference<CachedFunction<String, String>> self = new AtomicReference<>();
    CountDownLatch both = new CountDownLatch(2);
    self.set(
        function(
                x -> {
                  if (runs.incrementAndGet() > 2) {
                    return x + "!";
                  }
                  both.countDown();
                  await(both);
                  return x + self.get().apply(x.equals("a") ? "b" : "a");
                })
            .build());
    Future<String> a = threads.submit(() -> self.get().apply("a"));
    Future<String> b = threads.submit(() -> self.get().apply("b"));
    a.get(20, TimeUnit.SECONDS);
    b.get(20, TimeUnit.SECONDS);

    // Of the two that met, one found the circle; the other waited, unless it found it too.
    MetricSnapshot snapshot = self.get().metrics().snapshot();
    assertThat(snapshot.timings().keySet().stream().filter(Timing.Wait.class::isInstance))
        .hasSizeLessThanOrEqualTo(1);
    assertThat(now(self.get())).isEqualTo("0 running, 0 waiting");
  }

  @Test
  void running_pastTheCacheAndBeside_isCountedToo() throws Exception {
    CachedFunction<String, String> function = blocking().build();
    Future<String> skipping = threads.submit(() -> function.apply("a", CallOptions.skip()));
    Future<String> writing = threads.submit(() -> function.apply("b", CallOptions.overwrite()));
    started.await();
    Awaitility.await().until(() -> now(function).equals("2 running, 0 waiting"));
    finish(List.of(skipping, writing));

    assertThat(now(function)).isEqualTo("0 running, 0 waiting");
  }

  @Test
  void running_functionThrows_isOver() {
    CachedFunction<String, String> function =
        function(
                x -> {
                  throw new StackOverflowError("deep");
                })
            .build();

    assertThatThrownBy(() -> function.apply("a")).isInstanceOf(StackOverflowError.class);
    assertThatThrownBy(() -> function.apply("a", CallOptions.skip()))
        .isInstanceOf(StackOverflowError.class);
    assertThat(now(function)).isEqualTo("0 running, 0 waiting");
  }

  private void finish(List<Future<String>> callers) throws Exception {
    mayFinish.countDown();
    for (Future<String> caller : callers) {
      caller.get(20, TimeUnit.SECONDS);
    }
  }

  static String now(CachedFunction<?, ?> function) {
    MetricSnapshot snapshot = function.metrics().snapshot();
    return snapshot.computationsInFlight() + " running, " + snapshot.waiters() + " waiting";
  }

  static String waits(CachedFunction<?, ?> function) {
    MetricSnapshot snapshot = function.metrics().snapshot();
    StringBuilder text = new StringBuilder();
    for (WaitResult result : WaitResult.values()) {
      var histogram = snapshot.timing(new Timing.Wait(result));
      if (histogram.rawCount() > 0) {
        text.append(text.isEmpty() ? "" : ", ")
            .append(result)
            .append(' ')
            .append(histogram.rawCount())
            .append(" in ")
            .append(Duration.ofNanos(histogram.rawSumNanos()));
      }
    }
    return text.toString();
  }
}

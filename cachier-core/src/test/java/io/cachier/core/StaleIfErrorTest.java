package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CachedFunction;
import io.cachier.CallOptions;
import io.cachier.FunctionBuilder;
import io.cachier.ReentrantCallException;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.ComputeResult;
import io.cachier.metrics.ComputeTrigger;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Outcome;
import io.cachier.metrics.Timing;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** C80 to C82: stale values in place of the function's exception. */
class StaleIfErrorTest extends CallFixture {
  private volatile UnaryOperator<String> later =
      x -> {
        throw new IllegalStateException("down");
      };

  private FunctionBuilder<String, String> failingLater() {
    return function(x -> runs.incrementAndGet() == 1 ? x + "1" : later.apply(x))
        .staleAfter(Duration.ofSeconds(10))
        .staleIfError(Duration.ofSeconds(20));
  }

  private CachedFunction<String, String> stale() {
    CachedFunction<String, String> function = failingLater().build();
    function.apply("a");
    ticker.advance(Duration.ofSeconds(11));
    return function;
  }

  private static long suppressed(CachedFunction<?, ?> function) {
    return function.metrics().snapshot().counter(CacheCounter.SUPPRESSED_FAILURES);
  }

  @Test
  void apply_functionThrowsWithinTheCeiling_servesStaleAndCounts() {
    CachedFunction<String, String> function = stale();

    assertThat(function.apply("a")).isEqualTo("a1");
    ticker.advance(Duration.ofSeconds(19));
    assertThat(function.apply("a")).isEqualTo("a1");

    assertThat(runs).hasValue(3);
    MetricSnapshot snapshot = function.metrics().snapshot();
    assertThat(snapshot.calls(Outcome.STALE)).isEqualTo(2);
    assertThat(snapshot.staleHits()).isEqualTo(2);
    assertThat(snapshot.errors()).isZero();
    assertThat(snapshot.counter(CacheCounter.SUPPRESSED_FAILURES)).isEqualTo(2);
    Timing failed = new Timing.Computation(ComputeTrigger.STALE, ComputeResult.ERROR);
    assertThat(snapshot.timing(failed).rawCount()).isEqualTo(2);
  }

  @Test
  void apply_functionThrowsPastTheCeiling_throws() {
    CachedFunction<String, String> function = stale();
    ticker.advance(Duration.ofSeconds(19).plusNanos(1));

    assertThatThrownBy(() -> function.apply("a")).hasMessage("down");
    assertThat(suppressed(function)).isZero();
  }

  @Test
  void apply_functionTakesUntilPastTheCeiling_throws() {
    CachedFunction<String, String> function = stale();
    later =
        x -> {
          ticker.advance(Duration.ofSeconds(20));
          throw new IllegalStateException("down at last");
        };

    assertThatThrownBy(() -> function.apply("a")).hasMessage("down at last");
  }

  @Test
  void apply_nothingStored_throws() {
    CachedFunction<String, String> function = stale();

    assertThatThrownBy(() -> function.apply("b")).hasMessage("down");
    assertThat(function.metrics().snapshot().errors()).isEqualTo(1);
  }

  @Test
  void apply_functionRecovers_storesAnew() {
    CachedFunction<String, String> function = stale();
    function.apply("a");
    later = x -> x + " again";

    assertThat(function.apply("a")).isEqualTo("a again");
    assertThat(function.apply("a")).isEqualTo("a again");
    assertThat(runs).hasValue(3);
  }

  @Test
  void apply_othersWaitForTheRun_allAreServedStale() throws Exception {
    later =
        x -> {
          started.countDown();
          await(mayFinish);
          throw new IllegalStateException("down");
        };
    CachedFunction<String, String> function = stale();
    List<Future<String>> callers = callers(function, 3);
    started.await();
    awaitWaiters(2);
    Future<String> strict =
        threads.submit(() -> function.apply("a", CallOptions.maxAge(Duration.ofMinutes(1))));
    awaitWaiters(3);
    mayFinish.countDown();

    for (Future<String> caller : callers) {
      assertThat(caller.get()).isEqualTo("a1");
    }
    assertThatThrownBy(strict::get).isInstanceOf(ExecutionException.class);
    assertThat(runs).hasValue(2);
    assertThat(suppressed(function)).isEqualTo(3);
    assertThat(function.metrics().snapshot().calls(Outcome.STALE)).isEqualTo(3);
  }

  @Test
  void apply_callNamesMaxAge_throws() {
    CachedFunction<String, String> function = stale();

    assertThatThrownBy(() -> function.apply("a", CallOptions.maxAge(Duration.ofMinutes(1))))
        .hasMessage("down");
    assertThatThrownBy(() -> function.apply("a", CallOptions.overwrite())).hasMessage("down");
    assertThatThrownBy(() -> function.apply("a", CallOptions.skip())).hasMessage("down");
  }

  @Test
  void apply_errorOrInterrupt_throws() {
    CachedFunction<String, String> function = stale();
    later =
        x -> {
          throw new StackOverflowError();
        };
    assertThatThrownBy(() -> function.apply("a")).isInstanceOf(StackOverflowError.class);

    later =
        x -> {
          throw Sneaky.rethrow(new InterruptedException("enough"));
        };
    assertThatThrownBy(() -> function.apply("a")).isInstanceOf(InterruptedException.class);

    later =
        x -> {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("because of the interrupt");
        };
    assertThatThrownBy(() -> function.apply("a")).hasMessage("because of the interrupt");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(suppressed(function)).isZero();
  }

  @Test
  void apply_functionCallsItself_throws() {
    CachedFunction<String, String> function = stale();
    later = function::apply;

    assertThatThrownBy(() -> function.apply("a")).isInstanceOf(ReentrantCallException.class);
  }

  @Test
  void apply_invalidatedWhileTheFunctionRan_throws() {
    CachedFunction<String, String> function = stale();
    later =
        x -> {
          function.invalidate("a");
          throw new IllegalStateException("down");
        };

    assertThatThrownBy(() -> function.apply("a")).hasMessage("down");
  }

  @Test
  void apply_replacedWhileTheFunctionRan_servesWhatStandsNow() {
    CachedFunction<String, String> function = stale();
    later =
        x -> {
          function.precache("a", "given");
          throw new IllegalStateException("down");
        };

    assertThat(function.apply("a")).isEqualTo("given");
  }

  @Test
  void apply_staleWhileRevalidateToo_servesAtOnceThenOnErrorOnly() {
    CachedFunction<String, String> function =
        failingLater().staleWhileRevalidate(Duration.ofSeconds(5)).build();
    function.apply("a");
    ticker.advance(Duration.ofSeconds(16));

    assertThat(function.apply("a")).isEqualTo("a1");
    assertThat(suppressed(function)).isEqualTo(1);
  }
}

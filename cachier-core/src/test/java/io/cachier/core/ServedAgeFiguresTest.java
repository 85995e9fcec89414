package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import io.cachier.metrics.HistogramSnapshot;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Outcome;
import io.cachier.metrics.Timing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** M19: how old a value was when it was served, by how the call ended. */
class ServedAgeFiguresTest extends CallFixture {
  @Test
  void servedAge_hits_isSinceTheWriting() {
    CachedFunction<String, String> function = counting();
    function.apply("a");
    // A miss is served what it computed: it has no age.
    assertThat(function.metrics().snapshot().timings().keySet())
        .noneMatch(Timing.ServedAge.class::isInstance);

    ticker.advance(Duration.ofSeconds(30));
    function.apply("a");
    function.apply("a");

    assertThat(age(function, Outcome.HIT).rawCount()).isEqualTo(2);
    assertThat(age(function, Outcome.HIT).meanSeconds())
        .isCloseTo(30, Percentage.withPercentage(4.4));
  }

  @Test
  void servedAge_staleValue_isThatOfStale() {
    CachedFunction<String, String> function =
        blockingSecond()
            .staleAfter(Duration.ofSeconds(10))
            .staleWhileRevalidate(Duration.ofSeconds(20))
            .build();
    function.apply("a");
    ticker.advance(Duration.ofSeconds(25));
    function.apply("a");

    assertThat(age(function, Outcome.STALE).rawCount()).isEqualTo(1);
    assertThat(age(function, Outcome.STALE).meanSeconds())
        .isCloseTo(25, Percentage.withPercentage(4.4));
    assertThat(age(function, Outcome.HIT).rawCount()).isZero();
  }

  @Test
  void servedAge_coalescedCalls_isHardlyAny() throws Exception {
    CachedFunction<String, String> function = blocking().build();
    List<Future<String>> callers = callers(function, 3);
    started.await();
    awaitWaiters(2);
    mayFinish.countDown();
    for (Future<String> caller : callers) {
      caller.get(20, TimeUnit.SECONDS);
    }

    assertThat(age(function, Outcome.COALESCED).rawCount()).isEqualTo(2);
    assertThat(age(function, Outcome.COALESCED).maxSeconds()).isLessThan(1e-8);
  }

  @Test
  void servedAge_remoteHits_isByTheBackendsClock(@TempDir Path directory) {
    try (Cachier files =
        Cachier.builder()
            .backend("file")
            .setting("file.directory", directory.toString())
            .ticker(ticker)
            .build()) {
      CachedFunction<String, String> function =
          files
              .function("f", String.class, String.class, x -> x)
              .metrics(MetricsPolicy.on())
              .build();
      function.apply("a");
      // The file's age goes by the clock of the machine, which this one does not move.
      ticker.advance(Duration.ofDays(30));
      function.apply("a");

      assertThat(age(function, Outcome.HIT).rawCount()).isEqualTo(1);
      assertThat(age(function, Outcome.HIT).maxSeconds()).isBetween(0.0, 3_600.0);
    }
  }

  @Test
  void servedAge_callsNotDrawn_isLeftOut() {
    CachedFunction<String, String> function =
        function(x -> x).metrics(MetricsPolicy.sampled(Double.MIN_VALUE)).build();
    function.apply("a");
    function.apply("a");

    assertThat(age(function, Outcome.HIT).rawCount()).isZero();
  }

  private CachedFunction<String, String> counting() {
    return function(x -> x + runs.incrementAndGet()).build();
  }

  private static HistogramSnapshot age(CachedFunction<?, ?> function, Outcome outcome) {
    MetricSnapshot snapshot = function.metrics().snapshot();
    return snapshot.timing(new Timing.ServedAge(outcome));
  }
}

package io.cachier.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cachier.MetricsPolicy;
import io.cachier.metrics.BackendOperation;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.ComputeResult;
import io.cachier.metrics.ComputeTrigger;
import io.cachier.metrics.HistogramSnapshot;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.MetricsContext;
import io.cachier.metrics.OperationError;
import io.cachier.metrics.Outcome;
import io.cachier.metrics.Timing;
import io.cachier.metrics.WaitResult;
import io.cachier.spi.Usage;
import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LiveRecorderTest {
  private static final Timing COMPUTED =
      new Timing.Computation(ComputeTrigger.MISS, ComputeResult.SUCCESS);

  private final FakeTicker ticker = new FakeTicker(1000);
  private Usage usage = Usage.UNKNOWN;
  private final MetricsRecorder recorder =
      MetricsRecorder.create(MetricsPolicy.on(), ticker, () -> usage);
  private final MetricsRecorder sampled =
      MetricsRecorder.create(MetricsPolicy.sampled(0.25), ticker, () -> usage);

  @Test
  void create_policyOff_isTheOffRecorder() {
    assertThat(MetricsRecorder.create(MetricsPolicy.off(), ticker, () -> usage))
        .isSameAs(MetricsRecorder.off());
  }

  @Test
  void snapshot_nothingRecorded_isAllZero() {
    MetricSnapshot snapshot = recorder.snapshot();

    assertThat(recorder.isEnabled()).isTrue();
    assertThat(recorder.sample()).isTrue();
    assertThat(snapshot).isEqualTo(MetricSnapshot.empty());
  }

  @Test
  void sample_isTheDrawOfTheRate() {
    MetricsRecorder hardlyEver =
        MetricsRecorder.create(
            MetricsPolicy.sampled(Double.MIN_VALUE), new FakeTicker(0), () -> Usage.UNKNOWN);

    assertThat(hardlyEver.sample()).isFalse();
    assertThat(recorder.sample()).isTrue();
  }

  @Test
  void hit_recorded_isCountedTimedAndSaved() {
    recorder.hit(100, 350, 5_000, 350);
    recorder.hit(100, 400, 0, 400);
    recorder.hit(100, 400, -7, 400);

    MetricSnapshot snapshot = recorder.snapshot();
    assertThat(snapshot.hits()).isEqualTo(3);
    assertThat(snapshot.misses()).isZero();
    assertThat(snapshot.latency(Outcome.HIT).rawSumNanos()).isEqualTo(850);
    assertThat(snapshot.timeSaved()).isEqualTo(Duration.ofNanos(5_000));
    assertThat(snapshot.samplingRate()).isEqualTo(1.0);
  }

  @Test
  void call_everyOutcome_isFiledUnderItsOwn() {
    long nanos = 1;
    for (Outcome outcome : Outcome.values()) {
      recorder.call(outcome, 0, nanos);
      recorder.call(outcome, 50, 50 + nanos);
      nanos *= 1000;
    }

    MetricSnapshot snapshot = recorder.snapshot();
    nanos = 1;
    for (Outcome outcome : Outcome.values()) {
      HistogramSnapshot latency = snapshot.latency(outcome);
      assertThat(latency.rawSumNanos()).isEqualTo(2 * nanos);
      // The duration of the last outcome, 10^15 ns, is beyond the buckets and filed in the last.
      assertThat(latency.buckets())
          .isEqualTo(
              List.of(
                  new HistogramSnapshot.Bucket(
                      Buckets.positionOf(nanos) + Buckets.FIRST_INDEX, 2)));
      nanos *= 1000;
    }
    assertThat(snapshot.hits()).isEqualTo(2);
    assertThat(snapshot.misses()).isEqualTo(8);
    assertThat(snapshot.totalCalls()).isEqualTo(10);
    assertThat(snapshot.bypassed()).isEqualTo(2);
    assertThat(snapshot.errors()).isEqualTo(2);
  }

  @Test
  void call_clockThatWentBack_countsAsZero() {
    recorder.hit(500, 400, 0, 400);
    recorder.call(Outcome.MISS, 500, 400);
    recorder.computed(ComputeTrigger.MISS, ComputeResult.SUCCESS, 5, 0);

    MetricSnapshot snapshot = recorder.snapshot();
    assertThat(snapshot.latency(Outcome.HIT).rawSumNanos()).isZero();
    assertThat(snapshot.latency(Outcome.HIT).buckets())
        .isEqualTo(List.of(new HistogramSnapshot.Bucket(-239, 1)));
    assertThat(snapshot.misses()).isEqualTo(1);
    assertThat(snapshot.timing(COMPUTED).rawSumNanos()).isZero();
    assertThat(snapshot.recalculations()).isEqualTo(1);
  }

  @Test
  void hit_acrossTheWrapOfTheClock_isTimedByDifference() {
    recorder.hit(Long.MAX_VALUE - 9, Long.MIN_VALUE + 10, 0, Long.MIN_VALUE + 10);

    assertThat(recorder.cumulative().latency(Outcome.HIT).rawSumNanos()).isEqualTo(20);
  }

  @Test
  void computed_runs_areTimed() {
    recorder.computed(ComputeTrigger.MISS, ComputeResult.SUCCESS, 0, 1_000);
    recorder.computed(ComputeTrigger.MISS, ComputeResult.SUCCESS, 0, 2_000);

    assertThat(recorder.snapshot().recalculations()).isEqualTo(2);
    assertThat(recorder.snapshot().timing(COMPUTED).rawSumNanos()).isEqualTo(3_000);
  }

  @Test
  void snapshot_runsAndWaiters_areThoseOfNow() {
    recorder.runBegan();
    recorder.runBegan();
    recorder.waitBegan();
    for (MetricSnapshot snapshot :
        List.of(
            recorder.snapshot(), recorder.cumulative(), recorder.snapshot(Duration.ofSeconds(1)))) {
      assertThat(snapshot.computationsInFlight()).isEqualTo(2);
      assertThat(snapshot.waiters()).isEqualTo(1);
    }
    recorder.reset();
    recorder.runEnded();
    recorder.waitEnded();

    assertThat(recorder.snapshot().computationsInFlight()).isEqualTo(1);
    assertThat(recorder.snapshot().waiters()).isZero();
  }

  @Test
  void operation_eachKind_isFiledUnderItsOwnAndNeverScaled() {
    ticker.advance(Duration.ofSeconds(1));
    long nanos = 1_000;
    for (BackendOperation operation : BackendOperation.values()) {
      for (OperationError error : OperationError.values()) {
        sampled.operation(operation, error, sampled.clock() - nanos, sampled.clock());
        HistogramSnapshot histogram =
            sampled.snapshot().timing(new Timing.Operation(operation, error));
        assertThat(histogram.rawSumNanos()).isEqualTo(nanos);
        assertThat(histogram.scale()).isEqualTo(1.0);
        nanos += 1_000;
      }
    }
    sampled.countAlso(CacheCounter.BYTES_READ, 700);
    assertThat(sampled.snapshot().counter(CacheCounter.BYTES_READ)).isEqualTo(700);
  }

  @Test
  void waited_eachResult_isFiledUnderItsOwn() {
    long nanos = 1_000;
    for (WaitResult result : WaitResult.values()) {
      recorder.waited(result, 50, 50 + nanos);
      assertThat(recorder.snapshot().timing(new Timing.Wait(result)).rawSumNanos())
          .isEqualTo(nanos);
      nanos *= 2;
    }
  }

  @Test
  void served_savedTime_isAddedToThatOfHits() {
    recorder.hit(0, 10, 100, 0);
    recorder.served(Outcome.STALE, 0, 10, 7, 0);
    recorder.served(Outcome.STALE, 0, 10, 0, 0);
    recorder.served(Outcome.STALE, 0, 10, -100, 0);
    recorder.served(Outcome.COALESCED, 0, 10, 0, 0);

    MetricSnapshot snapshot = recorder.snapshot();
    assertThat(snapshot.timeSaved()).isEqualTo(Duration.ofNanos(107));
    assertThat(snapshot.calls(Outcome.STALE)).isEqualTo(3);
    assertThat(snapshot.calls(Outcome.COALESCED)).isEqualTo(1);
  }

  @Test
  void served_ages_areFiledByOutcomeAndEndWithTheCall() {
    long[] ages = {0, 1, 500, 3_000_000_000L, Duration.ofDays(300).toNanos()};
    for (long age : ages) {
      recorder.hit(0, 10, 0, 10 - age);
      recorder.served(Outcome.STALE, 0, 10, 0, 10 - 2 * age);
      recorder.served(Outcome.COALESCED, 0, 10, 0, 10 - 3 * age);
    }
    for (Outcome outcome : List.of(Outcome.HIT, Outcome.STALE, Outcome.COALESCED)) {
      for (MetricSnapshot snapshot : List.of(recorder.snapshot(), recorder.cumulative())) {
        HistogramSnapshot histogram = snapshot.timing(new Timing.ServedAge(outcome));
        assertThat(histogram.rawCount()).isEqualTo(ages.length);
        // Nearly all of the sum is the largest, which is estimated like all.
        assertThat(histogram.sumSeconds())
            .isCloseTo(histogram.maxSeconds(), Percentage.withPercentage(9));
      }
    }
    assertThat(age(Outcome.HIT).maxSeconds()).isBetween(2.5e7, 2.9e7);
    assertThat(age(Outcome.HIT).buckets().get(0)).isEqualTo(new HistogramSnapshot.Bucket(-239, 2));
  }

  @Test
  void served_ageBeforeTheWriting_isZero() {
    recorder.hit(0, 10, 0, 500);
    recorder.served(Outcome.STALE, 0, 10, 0, Long.MAX_VALUE);

    assertThat(age(Outcome.HIT).buckets())
        .isEqualTo(List.of(new HistogramSnapshot.Bucket(-239, 1)));
    assertThat(age(Outcome.STALE).maxSeconds()).isLessThan(1e-8);
  }

  @Test
  void served_sampled_agesAreScaled() {
    sampled.hit(0, 10, 0, 0);

    assertThat(sampled.snapshot().timing(new Timing.ServedAge(Outcome.HIT)).count()).isEqualTo(4);
  }

  @Test
  void call_byHand_hasNoAge() {
    recorder.record(Outcome.HIT, Duration.ofMillis(1));
    recorder.record(Outcome.STALE, Duration.ofMillis(1));
    recorder.record(Outcome.COALESCED, Duration.ofMillis(1));

    assertThat(recorder.snapshot().timings()).hasSize(3);
    assertThat(age(Outcome.HIT)).isSameAs(HistogramSnapshot.empty());
  }

  private HistogramSnapshot age(Outcome outcome) {
    return recorder.snapshot().timing(new Timing.ServedAge(outcome));
  }

  @Test
  void count_everyCounter_isCountedByItself() {
    for (CacheCounter counter : CacheCounter.values()) {
      recorder.count(counter);
      assertThat(recorder.cumulative().counters().get(counter)).isEqualTo(1);
    }
    recorder.count(CacheCounter.FENCED_WRITES);

    assertThat(recorder.cumulative().counters().values().stream().mapToLong(n -> n).sum())
        .isEqualTo(CacheCounter.values().length + 1);
  }

  @Test
  void sampled_figures_areScaledExceptErrorsAndExactCounters() {
    for (Outcome outcome : Outcome.values()) {
      if (outcome != Outcome.STALE) {
        sampled.call(outcome, 0, 1_000);
      }
    }
    sampled.served(Outcome.STALE, 0, 1_000, 300, 0);
    sampled.hit(0, 1_000, 500, 1_000);
    sampled.computed(ComputeTrigger.MISS, ComputeResult.SUCCESS, 0, 4_000);
    sampled.count(CacheCounter.STALE_FOUND);
    sampled.count(CacheCounter.WAIT_TIMEOUTS);

    MetricSnapshot snapshot = sampled.snapshot();
    assertThat(snapshot.samplingRate()).isEqualTo(0.25);
    assertThat(snapshot.hits()).isEqualTo(8);
    assertThat(snapshot.rawCalls(Outcome.HIT)).isEqualTo(2);
    assertThat(snapshot.misses()).isEqualTo(4 + 4 + 4 + 1);
    assertThat(snapshot.errors()).isEqualTo(1);
    assertThat(snapshot.latency(Outcome.ERROR).scale()).isEqualTo(1.0);
    assertThat(snapshot.bypassed()).isEqualTo(4);
    assertThat(snapshot.recalculations()).isEqualTo(4);
    assertThat(snapshot.timing(COMPUTED).sum()).isEqualTo(Duration.ofNanos(16_000));
    assertThat(snapshot.timeSaved()).isEqualTo(Duration.ofNanos(3_200));
    assertThat(snapshot.staleHits()).isEqualTo(4);
    assertThat(snapshot.waitTimeouts()).isEqualTo(1);
  }

  @Test
  void record_byHandAtRateOne_isTheOutcomeItself() {
    for (Outcome outcome : Outcome.values()) {
      recorder.record(outcome, Duration.ofNanos(2_000));
      assertThat(recorder.snapshot().latency(outcome).rawCount()).isEqualTo(1);
      assertThat(recorder.snapshot().latency(outcome).rawSumNanos()).isEqualTo(2_000);
    }
    assertThat(recorder.snapshot().timing(new Timing.Other())).isSameAs(HistogramSnapshot.empty());
    assertThat(recorder.snapshot().totalCalls()).isEqualTo(5);
    assertThat(recorder.snapshot().bypassed()).isEqualTo(1);
  }

  @Test
  void record_byHandWhenSampled_isExact() {
    for (Outcome outcome : Outcome.values()) {
      sampled.record(outcome, Duration.ofMillis(2));
    }

    MetricSnapshot snapshot = sampled.snapshot();
    assertThat(snapshot.hits()).isEqualTo(1);
    assertThat(snapshot.misses()).isEqualTo(4);
    assertThat(snapshot.totalCalls()).isEqualTo(5);
    assertThat(snapshot.errors()).isEqualTo(1);
    assertThat(snapshot.bypassed()).isEqualTo(1);
    assertThat(snapshot.avgLatencyMs()).isEqualTo(2.0);
    assertThat(snapshot.timing(new Timing.Other()).rawCount()).isEqualTo(4);
    assertThat(snapshot.timing(new Timing.Other()).scale()).isEqualTo(1.0);
    assertThat(snapshot.timing(new Timing.Other()).rawSumNanos()).isEqualTo(8_000_000);
    assertThat(snapshot.latency(Outcome.ERROR).rawSumNanos()).isEqualTo(2_000_000);
  }

  @Test
  void record_countsByHand_areExactWhetherSampledOrNot() {
    for (MetricsRecorder each : List.of(recorder, sampled)) {
      each.recordHit();
      each.recordHit();
      each.recordMiss();
      each.recordStaleHit();
      each.recordStaleHit();
      each.recordStaleHit();
      each.recordRecalculation();
      each.recordWaitTimeout();
      each.recordSizeLimitRejection();
      each.recordLatency(Duration.ofNanos(64));

      MetricSnapshot snapshot = each.snapshot();
      assertThat(snapshot.hits()).isEqualTo(2);
      assertThat(snapshot.misses()).isEqualTo(1);
      assertThat(snapshot.staleHits()).isEqualTo(3);
      assertThat(snapshot.recalculations()).isEqualTo(1);
      assertThat(snapshot.waitTimeouts()).isEqualTo(1);
      assertThat(snapshot.sizeLimitRejections()).isEqualTo(1);
      assertThat(snapshot.timing(new Timing.Other()).rawSumNanos()).isEqualTo(64);
      assertThat(snapshot.timing(new Timing.Other()).rawCount()).isEqualTo(1);
    }
  }

  @Test
  void recordLatency_absurdDurations_areClamped() {
    recorder.recordLatency(Duration.ofSeconds(Long.MIN_VALUE));
    assertThat(recorder.snapshot().timing(new Timing.Other()).rawSumNanos()).isZero();
    assertThat(recorder.snapshot().timing(new Timing.Other()).rawCount()).isEqualTo(1);

    recorder.record(Outcome.MISS, Duration.ofSeconds(Long.MAX_VALUE));
    recorder.record(Outcome.COALESCED, Duration.ofDays(366).minusNanos(1));
    assertThat(recorder.snapshot().latency(Outcome.MISS).sum()).isEqualTo(Duration.ofDays(366));
    assertThat(recorder.snapshot().latency(Outcome.COALESCED).sum())
        .isEqualTo(Duration.ofDays(366).minusNanos(1));
  }

  @Test
  void time_closedTwice_recordsOnce() {
    MetricsContext timing = recorder.time();
    ticker.advance(Duration.ofMillis(3));
    timing.close();
    ticker.advance(Duration.ofMillis(3));
    timing.close();

    assertThat(recorder.snapshot().timing(new Timing.Other()).rawCount()).isEqualTo(1);
    assertThat(recorder.snapshot().timing(new Timing.Other()).rawSumNanos()).isEqualTo(3_000_000);
  }

  @Test
  void snapshot_usage_isThatOfNow() {
    assertThat(recorder.snapshot().entryCount()).isEmpty();
    assertThat(recorder.snapshot().totalSizeBytes()).isEmpty();
    usage = Usage.of(3, 400);

    for (MetricSnapshot snapshot :
        List.of(
            recorder.snapshot(), recorder.cumulative(), recorder.snapshot(Duration.ofSeconds(1)))) {
      assertThat(snapshot.entryCount()).hasValue(3);
      assertThat(snapshot.totalSizeBytes()).hasValue(400);
    }
  }

  @Test
  void hitRatio_sampled_weighsWhatStandsForMore() {
    sampled.hit(0, 10, 0, 10);
    sampled.call(Outcome.MISS, 0, 10);
    sampled.call(Outcome.ERROR, 0, 10);
    sampled.call(Outcome.BYPASS, 0, 10);
    sampled.recordHit();
    sampled.recordHit();
    sampled.recordMiss();

    assertThat(sampled.hitRatio(Duration.ofMinutes(1))).isEqualTo((4 + 2) / (4 + 2 + 4 + 1 + 1.0));
    MetricSnapshot snapshot = sampled.snapshot(Duration.ofMinutes(1));
    assertThat(snapshot.hits()).isEqualTo(6);
    assertThat(snapshot.totalCalls()).isEqualTo(12);
  }

  @Test
  void hitRatio_windowOutOfRange_isRefusedWithTheLimit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recorder.hitRatio(Duration.ofDays(2)))
        .withMessageContaining("PT48H")
        .withMessageContaining("PT24H");
    assertThatIllegalArgumentException().isThrownBy(() -> recorder.hitRatio(Duration.ZERO));
    assertThat(recorder.hitRatio(Duration.ofDays(1))).isNaN();
  }

  @Test
  void hitRatio_usage_isNotAskedFor() {
    MetricsRecorder own =
        MetricsRecorder.create(
            MetricsPolicy.on(),
            ticker,
            () -> {
              throw new AssertionError("asked for the usage");
            });
    own.hit(0, 1, 0, 1);

    assertThat(own.hitRatio(Duration.ofMinutes(1))).isEqualTo(1.0);
  }

  @Test
  void snapshot_windowOutOfRange_isRefusedWithTheLimit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recorder.snapshot(Duration.ZERO))
        .withMessageContaining("PT0S")
        .withMessageContaining("PT24H");
    assertThatIllegalArgumentException().isThrownBy(() -> recorder.snapshot(Duration.ofNanos(-1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recorder.snapshot(Duration.ofDays(1).plusNanos(1)))
        .withMessageContaining("PT24H0.000000001S");
    assertThat(recorder.snapshot(Duration.ofDays(1)).covered()).isZero();
  }
}

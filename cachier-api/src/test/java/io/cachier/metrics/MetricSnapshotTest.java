package io.cachier.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MetricSnapshotTest {
  @Test
  void empty_figures_areZeroNanOrUnknown() {
    MetricSnapshot empty = MetricSnapshot.empty();

    assertThat(empty.totalCalls()).isZero();
    assertThat(empty.hitRate()).isZero();
    assertThat(empty.avgLatencyMs()).isZero();
    assertThat(empty.quantileSeconds(0.5)).isNaN();
    assertThat(empty.timeSaved()).isZero();
    assertThat(empty.entryCount()).isEmpty();
    assertThat(empty.totalSizeBytes()).isEmpty();
    assertThat(empty.covered()).isZero();
    assertThat(empty.samplingRate()).isEqualTo(1.0);
    assertThat(empty.timings()).isEmpty();
    assertThat(empty.computationsInFlight()).isZero();
    assertThat(empty.waiters()).isZero();
    assertThat(empty.counters()).containsOnlyKeys(CacheCounter.values());
  }

  @Test
  void constructor_maps_areCopiedAndImmutable() {
    Map<Outcome, HistogramSnapshot> latencies = new HashMap<>();
    latencies.put(Outcome.HIT, calls(2, 1, 1));
    Map<CacheCounter, Long> counters = new HashMap<>();
    MetricSnapshot snapshot = snapshot(1.0, latencies, HistogramSnapshot.empty(), counters);
    latencies.clear();
    counters.put(CacheCounter.BACKEND_ERRORS, 9L);

    assertThat(snapshot.hits()).isEqualTo(2);
    assertThat(snapshot.backendErrors()).isZero();
    assertThat(snapshot.latency(Outcome.MISS)).isSameAs(HistogramSnapshot.empty());
    assertThatThrownBy(() -> snapshot.timings().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> snapshot.counters().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void counts_everyOutcome_areHitsMissesOrBypassed() {
    MetricSnapshot snapshot = everything(1.0);

    assertThat(snapshot.calls(Outcome.STALE)).isEqualTo(20);
    assertThat(snapshot.rawCalls(Outcome.STALE)).isEqualTo(20);
    assertThat(snapshot.coalesced()).isEqualTo(80);
    assertThat(snapshot.errors()).isEqualTo(320);
    assertThat(snapshot.hits()).isEqualTo(10 + 3);
    assertThat(snapshot.misses()).isEqualTo(20 + 40 + 80 + 320 + 4);
    assertThat(snapshot.totalCalls()).isEqualTo(snapshot.hits() + snapshot.misses());
    assertThat(snapshot.hitRate()).isEqualTo(100.0 * 13 / 477);
    assertThat(snapshot.bypassed()).isEqualTo(160 + 7);
    assertThat(snapshot.recalculations()).isEqualTo(50 + 5);
    assertThat(snapshot.staleHits()).isEqualTo(1 + 6);
    assertThat(snapshot.timeSaved()).isEqualTo(Duration.ofNanos(2));
    assertThat(snapshot.waitTimeouts()).isEqualTo(8);
    assertThat(snapshot.sizeLimitRejections()).isEqualTo(9);
    assertThat(snapshot.backendErrors()).isEqualTo(13);
  }

  @Test
  void counts_sampled_scaleWhatIsSampledAlone() {
    MetricSnapshot snapshot = everything(0.5);

    assertThat(snapshot.hits()).isEqualTo(20 + 3);
    assertThat(snapshot.rawCalls(Outcome.HIT)).isEqualTo(10);
    assertThat(snapshot.misses()).isEqualTo(40 + 80 + 160 + 320 + 4);
    assertThat(snapshot.errors()).isEqualTo(320);
    assertThat(snapshot.bypassed()).isEqualTo(320 + 7);
    assertThat(snapshot.recalculations()).isEqualTo(100 + 5);
    assertThat(snapshot.staleHits()).isEqualTo(2 + 6);
    assertThat(snapshot.timeSaved()).isEqualTo(Duration.ofNanos(4));
    assertThat(snapshot.waitTimeouts()).isEqualTo(8);
  }

  @Test
  void counter_notSampledAndHuge_isExact() {
    long beyondDouble = (1L << 60) + 1;
    MetricSnapshot snapshot =
        snapshot(
            1.0,
            Map.of(),
            HistogramSnapshot.empty(),
            Map.of(CacheCounter.TIME_SAVED_NANOS, beyondDouble));

    assertThat(snapshot.timeSaved()).isEqualTo(Duration.ofNanos(beyondDouble));
  }

  @Test
  void isSampled_counters_areTwo() {
    assertThat(Arrays.stream(CacheCounter.values()).filter(CacheCounter::isSampled))
        .containsExactly(CacheCounter.STALE_FOUND, CacheCounter.TIME_SAVED_NANOS);
  }

  @Test
  void avgLatencyMs_mixedScales_weighsTheSampledMore() {
    MetricSnapshot snapshot =
        snapshot(
            0.1,
            Map.of(
                Outcome.HIT, calls(1, 2_000_000, 10), // 10 calls of 2 ms
                Outcome.ERROR, calls(10, 40_000_000, 1), // 10 calls of 4 ms
                Outcome.BYPASS, calls(1000, 9_000_000_000L, 10)),
            calls(20, 120_000_000, 1), // 20 of 6 ms
            Map.of());

    assertThat(snapshot.avgLatencyMs()).isEqualTo((10 * 2 + 10 * 4 + 20 * 6) / 40.0, within(1e-9));
  }

  @Test
  void quantileSeconds_callsThatConsultedTheCache_areAllIn() {
    for (Outcome outcome : Outcome.values()) {
      MetricSnapshot one =
          snapshot(1.0, Map.of(outcome, calls(1, 5, 1)), HistogramSnapshot.empty(), Map.of());
      if (outcome == Outcome.BYPASS) {
        assertThat(one.quantileSeconds(0.5)).isNaN();
        assertThat(one.avgLatencyMs()).isZero();
      } else {
        assertThat(one.quantileSeconds(0.5)).isEqualTo(HistogramSnapshot.estimateSeconds(3));
        assertThat(one.avgLatencyMs()).isEqualTo(5e-6);
      }
    }
    assertThat(snapshot(1.0, Map.of(), calls(1, 5, 1), Map.of()).quantileSeconds(0.5))
        .isEqualTo(HistogramSnapshot.estimateSeconds(3));
  }

  @Test
  void minus_earlier_leavesTheDifferenceOfEveryFigure() {
    MetricSnapshot earlier = everything(1.0);
    Map<Timing, HistogramSnapshot> timings = new HashMap<>(earlier.timings());
    Map<CacheCounter, Long> counters = new EnumMap<>(earlier.counters());
    timings.replaceAll((k, v) -> v.plus(calls(2, 11, 1)));
    Timing first = new Timing.Wait(WaitResult.TIMEOUT);
    timings.put(first, calls(4, 5, 1));
    counters.replaceAll((k, v) -> v + 3);
    MetricSnapshot later =
        new MetricSnapshot(
            Duration.ofSeconds(90),
            1.0,
            timings,
            counters,
            OptionalLong.of(77),
            OptionalLong.empty(),
            5,
            6);

    MetricSnapshot difference = later.minus(earlier);

    assertThat(difference.covered()).isEqualTo(Duration.ofSeconds(30));
    for (Timing timing : earlier.timings().keySet()) {
      assertThat(difference.timing(timing)).isEqualTo(calls(2, 11, 1));
    }
    assertThat(difference.timing(first)).isEqualTo(calls(4, 5, 1));
    assertThat(difference.timings()).hasSize(earlier.timings().size() + 1);
    assertThat(difference.computationsInFlight()).isEqualTo(5);
    assertThat(difference.waiters()).isEqualTo(6);
    assertThat(difference.counters().values()).containsOnly(3L);
    assertThat(difference.entryCount()).hasValue(77);
    assertThat(difference.totalSizeBytes()).isEmpty();
    assertThat(difference.samplingRate()).isEqualTo(1.0);
    assertThat(earlier.minus(later).counters().values()).containsOnly(0L);
  }

  /** Every figure a different number, over 60 seconds. */
  static MetricSnapshot everything(double rate) {
    double scale = 1 / rate;
    Map<CacheCounter, Long> counters = new EnumMap<>(CacheCounter.class);
    counters.put(CacheCounter.STALE_FOUND, 1L);
    counters.put(CacheCounter.TIME_SAVED_NANOS, 2L);
    counters.put(CacheCounter.RECORDED_HITS, 3L);
    counters.put(CacheCounter.RECORDED_MISSES, 4L);
    counters.put(CacheCounter.RECORDED_RECALCULATIONS, 5L);
    counters.put(CacheCounter.RECORDED_STALE_HITS, 6L);
    counters.put(CacheCounter.RECORDED_BYPASSES, 7L);
    counters.put(CacheCounter.WAIT_TIMEOUTS, 8L);
    counters.put(CacheCounter.REJECTED_SIZE, 9L);
    counters.put(CacheCounter.BACKEND_ERRORS, 13L);
    Map<Timing, HistogramSnapshot> timings =
        timings(
            Map.of(
                Outcome.HIT, calls(10, 1_000, scale),
                Outcome.STALE, calls(20, 1_000, scale),
                Outcome.MISS, calls(40, 1_000, scale),
                Outcome.COALESCED, calls(80, 1_000, scale),
                Outcome.BYPASS, calls(160, 1_000, scale),
                Outcome.ERROR, calls(320, 1_000, 1)),
            calls(30, 500, 1));
    timings.put(
        new Timing.Computation(ComputeTrigger.MISS, ComputeResult.SUCCESS), calls(30, 300, scale));
    timings.put(
        new Timing.Computation(ComputeTrigger.STALE, ComputeResult.SUCCESS), calls(20, 200, scale));
    return new MetricSnapshot(
        Duration.ofMinutes(1),
        rate,
        timings,
        counters,
        OptionalLong.of(12),
        OptionalLong.of(3456),
        1,
        2);
  }

  private static MetricSnapshot snapshot(
      double rate,
      Map<Outcome, HistogramSnapshot> latencies,
      HistogramSnapshot other,
      Map<CacheCounter, Long> counters) {
    return new MetricSnapshot(
        Duration.ZERO,
        rate,
        timings(latencies, other),
        counters,
        OptionalLong.empty(),
        OptionalLong.empty(),
        0,
        0);
  }

  private static Map<Timing, HistogramSnapshot> timings(
      Map<Outcome, HistogramSnapshot> latencies, HistogramSnapshot other) {
    Map<Timing, HistogramSnapshot> timings = new HashMap<>();
    latencies.forEach((outcome, histogram) -> timings.put(new Timing.Call(outcome), histogram));
    timings.put(new Timing.Other(), other);
    return timings;
  }

  private static HistogramSnapshot calls(long count, long sumNanos, double scale) {
    return HistogramSnapshot.of(Map.of(3, count), sumNanos, scale);
  }
}

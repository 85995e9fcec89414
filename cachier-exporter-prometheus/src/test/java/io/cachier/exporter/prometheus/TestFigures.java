package io.cachier.exporter.prometheus;

import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.HistogramSnapshot;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Outcome;
import io.cachier.metrics.Timing;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Snapshots to publish. */
final class TestFigures {
  private TestFigures() {}

  /** Every timing has three durations: one of 1 to 1.09 s, two of just below 2 s. */
  static MetricSnapshot full() {
    Map<Timing, HistogramSnapshot> timings = new HashMap<>();
    for (Timing timing : Timing.all()) {
      timings.put(timing, HistogramSnapshot.of(Map.of(1, 1L, 8, 2L), 5_000_000_000L, 1.0));
    }
    Map<CacheCounter, Long> counters = new EnumMap<>(CacheCounter.class);
    long next = 10;
    for (CacheCounter counter : CacheCounter.values()) {
      counters.put(counter, next++);
    }
    return new MetricSnapshot(
        Duration.ofMinutes(1),
        1.0,
        timings,
        counters,
        OptionalLong.of(7),
        OptionalLong.of(4_096),
        2,
        3);
  }

  static MetricSnapshot hits(long hits) {
    return calls(Outcome.HIT, Map.of(-60, hits), 1.0);
  }

  /** Calls of one outcome, at a sampling rate. */
  static MetricSnapshot calls(Outcome outcome, Map<Integer, Long> buckets, double samplingRate) {
    HistogramSnapshot histogram = HistogramSnapshot.of(buckets, 1_000, 1 / samplingRate);
    return new MetricSnapshot(
        Duration.ofMinutes(1),
        samplingRate,
        Map.of(new Timing.Call(outcome), histogram),
        Map.of(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        0,
        0);
  }
}

package io.cachier.exporter.cloudwatch;

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

/** Snapshots to be exported. */
final class Figures {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private Figures() {}

  /** Some hits that were recorded by hand, and nothing else. */
  static MetricSnapshot hits(long hits) {
    return of(1.0, Map.of(), Map.of(CacheCounter.RECORDED_HITS, hits));
  }

  /** Durations of calls that were hits, and nothing else. */
  static MetricSnapshot callsOf(HistogramSnapshot hits) {
    return of(1 / hits.scale(), Map.of(new Timing.Call(Outcome.HIT), hits), Map.of());
  }

  /** Every figure that there is. */
  static MetricSnapshot all(HistogramSnapshot histogram) {
    Map<Timing, HistogramSnapshot> timings = new HashMap<>();
    Timing.all().forEach(timing -> timings.put(timing, histogram));
    Map<CacheCounter, Long> counters = new EnumMap<>(CacheCounter.class);
    for (CacheCounter counter : CacheCounter.values()) {
      counters.put(counter, 2L + counter.name().length());
    }
    return of(1 / histogram.scale(), timings, counters);
  }

  private static MetricSnapshot of(
      double samplingRate,
      Map<Timing, HistogramSnapshot> timings,
      Map<CacheCounter, Long> counters) {
    return new MetricSnapshot(
        MINUTE, samplingRate, timings, counters, OptionalLong.of(42), OptionalLong.of(4_200), 2, 1);
  }

  /** A histogram of consecutive buckets, each with one duration more than the one before. */
  static HistogramSnapshot histogram(int firstIndex, int buckets, double scale) {
    Map<Integer, Long> counts = new HashMap<>();
    double sumSeconds = 0;
    for (int i = 0; i < buckets; i++) {
      counts.put(firstIndex + i, 1L + i);
      sumSeconds += (1 + i) * Math.pow(2, (firstIndex + i - 0.5) / 8);
    }
    return HistogramSnapshot.of(counts, (long) (sumSeconds * 1e9), scale);
  }
}

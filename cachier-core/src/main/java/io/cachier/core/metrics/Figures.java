package io.cachier.core.metrics;

import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.HistogramSnapshot;
import io.cachier.metrics.Timing;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** The figures of a snapshot, put together kind by kind. Used by one thread. */
final class Figures {
  private final double samplingScale;
  private final Map<Timing, HistogramSnapshot> timings = new HashMap<>();
  private long savedNanos;

  /**
   * Begins with none.
   *
   * @param samplingScale what a call that follows the draw stands for
   */
  Figures(double samplingScale) {
    this.samplingScale = samplingScale;
  }

  /** Adds one histogram, from an array of {@link Cells#WIDTH}; unless it is empty. */
  void add(int number, long[] totals) {
    savedNanos += totals[Cells.SAVED];
    int used = 0;
    for (int position = 0; position < Buckets.COUNT; position++) {
      used += totals[position] == 0 ? 0 : 1;
    }
    if (used > 0) {
      Timing timing = Numbering.TIMINGS.get(number);
      timings.put(timing, histogram(timing, totals, used));
    }
  }

  private HistogramSnapshot histogram(Timing timing, long[] totals, int used) {
    int[] indexes = new int[used];
    long[] counts = new long[used];
    int at = 0;
    for (int position = 0; at < used; position++) {
      if (totals[position] != 0) {
        indexes[at] = position + Buckets.FIRST_INDEX;
        counts[at++] = totals[position];
      }
    }
    double scale = timing.isSampled() ? samplingScale : 1.0;
    return timing instanceof Timing.ServedAge
        ? HistogramSnapshot.withoutSum(indexes, counts, scale)
        : HistogramSnapshot.of(indexes, counts, saturated(totals[Cells.SUM]), scale);
  }

  Map<Timing, HistogramSnapshot> timings() {
    return timings;
  }

  /** All counters, with the time saved that was found in the histograms. */
  Map<CacheCounter, Long> counters(long[] counters) {
    Map<CacheCounter, Long> map = new EnumMap<>(CacheCounter.class);
    for (CacheCounter counter : CacheCounter.values()) {
      map.put(counter, saturated(counters[Numbering.of(counter)]));
    }
    long saved = counters[Numbering.of(CacheCounter.TIME_SAVED_NANOS)] + savedNanos;
    map.put(CacheCounter.TIME_SAVED_NANOS, saturated(saved));
    return map;
  }

  /** 292 years of waiting, by 10,000 threads at once, pass in ten days: then a sum wraps. */
  private static long saturated(long sum) {
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}

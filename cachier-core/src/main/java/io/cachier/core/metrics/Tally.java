package io.cachier.core.metrics;

import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.HistogramSnapshot;
import io.cachier.metrics.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All figures of a function at one moment, or between two; mutable, and used by one thread. */
final class Tally {
  private final long @Nullable [][] histograms = new long[Numbering.HISTOGRAMS][];
  private final long[] counters = new long[Numbering.COUNTERS];

  /** The array of one histogram, for writing. */
  long[] histogram(int number) {
    long[] present = histograms[number];
    if (present == null) {
      present = new long[Cells.WIDTH];
      histograms[number] = present;
    }
    return present;
  }

  boolean isEmpty(int number) {
    return histograms[number] == null;
  }

  long[] counters() {
    return counters;
  }

  Map<Outcome, HistogramSnapshot> latencies(double samplingScale) {
    Map<Outcome, HistogramSnapshot> latencies = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      // Errors are never sampled.
      double scale = outcome == Outcome.ERROR ? 1.0 : samplingScale;
      latencies.put(outcome, snapshot(Numbering.of(outcome), scale));
    }
    return latencies;
  }

  HistogramSnapshot snapshot(int number, double scale) {
    long[] totals = histograms[number];
    if (totals == null) {
      return HistogramSnapshot.empty();
    }
    TreeMap<Integer, Long> buckets = new TreeMap<>();
    for (int position = 0; position < Buckets.COUNT; position++) {
      if (totals[position] != 0) {
        buckets.put(position + Buckets.FIRST_INDEX, totals[position]);
      }
    }
    return buckets.isEmpty()
        ? HistogramSnapshot.empty()
        : HistogramSnapshot.of(buckets, saturated(totals[Cells.SUM]), scale);
  }

  Map<CacheCounter, Long> counterMap() {
    Map<CacheCounter, Long> map = new EnumMap<>(CacheCounter.class);
    for (CacheCounter counter : CacheCounter.values()) {
      map.put(counter, counters[Numbering.of(counter)]);
    }
    long saved = 0;
    for (long[] totals : histograms) {
      saved += totals == null ? 0 : totals[Cells.SAVED];
    }
    map.merge(CacheCounter.TIME_SAVED_NANOS, saved, Long::sum);
    map.replaceAll((counter, value) -> saturated(value));
    return map;
  }

  /** 292 years of waiting, by 10,000 threads at once, pass in ten days: then a sum wraps. */
  private static long saturated(long sum) {
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}

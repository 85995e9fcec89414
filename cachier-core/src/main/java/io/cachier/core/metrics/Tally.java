package io.cachier.core.metrics;

import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.HistogramSnapshot;
import io.cachier.metrics.Timing;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** All figures of a function at one moment, or between two; mutable, and used by one thread. */
final class Tally {
  private static final long[] UNUSED = {};

  private final long[][] histograms = new long[Numbering.HISTOGRAMS][];
  private final long[] counters = new long[Numbering.COUNTERS];

  Tally() {
    Arrays.fill(histograms, UNUSED);
  }

  /** The numbers of one histogram, of length 0 if it is not in use. */
  long[] histogram(int number) {
    return histograms[number];
  }

  /** The numbers of one histogram, for writing. */
  long[] writable(int number) {
    if (isEmpty(number)) {
      histograms[number] = new long[Cells.WIDTH];
    }
    return histograms[number];
  }

  Tally copy() {
    Tally copy = new Tally();
    for (int i = 0; i < histograms.length; i++) {
      copy.histograms[i] = histograms[i].clone();
    }
    System.arraycopy(counters, 0, copy.counters, 0, counters.length);
    return copy;
  }

  private boolean isEmpty(int number) {
    return histograms[number].length == 0;
  }

  /** Whether nothing is in a histogram, in use or not. */
  boolean isZero(int number) {
    return isZero(histograms[number]);
  }

  /** Whether nothing was recorded at all. */
  boolean isZero() {
    for (long[] totals : histograms) {
      if (!isZero(totals)) {
        return false;
      }
    }
    return isZero(counters);
  }

  private static boolean isZero(long[] numbers) {
    for (long number : numbers) {
      if (number != 0) {
        return false;
      }
    }
    return true;
  }

  /** How many durations a histogram holds. */
  long count(int number) {
    long count = 0;
    if (!isEmpty(number)) {
      for (int position = 0; position < Buckets.COUNT; position++) {
        count += histograms[number][position];
      }
    }
    return count;
  }

  long[] counters() {
    return counters;
  }

  Map<Timing, HistogramSnapshot> timings(double samplingScale) {
    Map<Timing, HistogramSnapshot> timings = new HashMap<>();
    for (int i = 0; i < histograms.length; i++) {
      if (!isEmpty(i)) {
        Timing timing = Numbering.TIMINGS.get(i);
        timings.put(timing, snapshot(i, timing.isSampled() ? samplingScale : 1.0));
      }
    }
    return timings;
  }

  HistogramSnapshot snapshot(int number, double scale) {
    if (isEmpty(number)) {
      return HistogramSnapshot.empty();
    }
    long[] totals = histograms[number];
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
      saved += totals.length == 0 ? 0 : totals[Cells.SAVED];
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

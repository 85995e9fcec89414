package io.cachier.exporter.statsd;

import io.cachier.ManagedCache;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.HistogramSnapshot;
import io.cachier.metrics.MetricCatalogue;
import io.cachier.metrics.MetricFamily.Kind;
import io.cachier.metrics.MetricSeries;
import io.cachier.metrics.MetricSeries.Value;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The sum of all differences of one function, from which its counters are read without losing what
 * scaling rounds off. At a rate of 0.7 one call stands for 1.43; read from each difference alone, a
 * function that is called once a round would be told as called once a round, for ever. Read from
 * the sums, the error never exceeds a half. Immutable.
 *
 * @param counters the sums of the recorded counters
 * @param timed how many durations were recorded
 * @param read what the counters were read as, in the order of the catalogue
 */
record ScaledTotals(
    Map<CacheCounter, Long> counters, Map<Timing, HistogramSnapshot> timed, List<Double> read) {
  static final ScaledTotals NONE = new ScaledTotals(Map.of(), Map.of(), List.of());

  /** All durations count alike here; only their number matters. */
  private static final int ANY_BUCKET = 0;

  /** Whether scaling rounds nothing off, so that no sums are needed. */
  static boolean isExact(MetricSnapshot figures) {
    double scale = 1 / figures.samplingRate();
    return scale == Math.rint(scale);
  }

  /**
   * Adds a difference.
   *
   * @param function the function
   * @param difference what was recorded since
   * @return the sums with it, and as they are read
   */
  ScaledTotals plus(ManagedCache function, MetricSnapshot difference) {
    Map<CacheCounter, Long> sums = new EnumMap<>(CacheCounter.class);
    difference
        .counters()
        .forEach((counter, n) -> sums.put(counter, sum(n, counters.getOrDefault(counter, 0L))));
    Map<Timing, HistogramSnapshot> numbers = new HashMap<>(timed);
    difference
        .timings()
        .forEach(
            (timing, durations) -> numbers.merge(timing, number(durations), ScaledTotals::number));
    MetricSnapshot totals =
        new MetricSnapshot(
            Duration.ZERO,
            difference.samplingRate(),
            numbers,
            sums,
            OptionalLong.empty(),
            OptionalLong.empty(),
            0,
            0);
    List<Double> values = new ArrayList<>();
    for (MetricSeries series : MetricCatalogue.ofFunction(function, totals)) {
      if (series instanceof Value value && isCounter(value)) {
        values.add(value.value());
      }
    }
    return new ScaledTotals(sums, numbers, values);
  }

  /**
   * Puts in place of the counters what they grew by from earlier sums to these.
   *
   * @param series read from the difference between the two
   * @param earlier the sums without that difference
   * @return the same series, the counters exact
   */
  List<MetricSeries> correct(List<MetricSeries> series, ScaledTotals earlier) {
    List<MetricSeries> corrected = new ArrayList<>(series.size());
    int at = 0;
    for (MetricSeries one : series) {
      if (one instanceof Value value && isCounter(value)) {
        double before = earlier.read.isEmpty() ? 0 : earlier.read.get(at);
        double grown = read.get(at++) - before;
        corrected.add(new Value(value.family(), value.labelValues(), grown));
      } else {
        corrected.add(one);
      }
    }
    return corrected;
  }

  private static boolean isCounter(Value value) {
    return value.family().kind() == Kind.COUNTER;
  }

  private static HistogramSnapshot number(HistogramSnapshot... histograms) {
    long count = 0;
    for (HistogramSnapshot histogram : histograms) {
      count = sum(count, histogram.rawCount());
    }
    return HistogramSnapshot.of(Map.of(ANY_BUCKET, count), 0, histograms[0].scale());
  }

  /** Sums of what a process counts don't overflow; of what a test makes up they may. */
  private static long sum(long a, long b) {
    return Math.max(a, Math.max(b, a + b));
  }
}

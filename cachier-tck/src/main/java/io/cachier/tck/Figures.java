package io.cachier.tck;

import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.HistogramSnapshot;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Timing;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What exporters are given to carry. */
final class Figures {
  private static final int LONGEST_NAME = 200;

  private Figures() {}

  /** Every figure there is, each of a size that may occur. */
  static MetricSnapshot some() {
    return snapshot(3, 4_000_000L, 0.5, Duration.ofMinutes(1), 42);
  }

  /** Every figure there is, each as large as it can be without its own sums overflowing. */
  static MetricSnapshot huge() {
    return snapshot(1L << 50, Long.MAX_VALUE, 1e-9, Duration.ofDays(36_500), Long.MAX_VALUE);
  }

  private static MetricSnapshot snapshot(
      long count, long sumNanos, double samplingRate, Duration covered, long gauge) {
    // The shortest and the longest bucket that a nanosecond clock can fill, and one between.
    Map<Integer, Long> buckets = Map.of(-239, count, -60, count, 264, count);
    HistogramSnapshot histogram = HistogramSnapshot.of(buckets, sumNanos, 1 / samplingRate);
    Map<Timing, HistogramSnapshot> timings = new HashMap<>();
    for (Timing timing : Timing.all()) {
      timings.put(timing, histogram);
    }
    Map<CacheCounter, Long> counters = new EnumMap<>(CacheCounter.class);
    for (CacheCounter counter : CacheCounter.values()) {
      counters.put(counter, count);
    }
    return new MetricSnapshot(
        covered,
        samplingRate,
        timings,
        counters,
        OptionalLong.of(gauge),
        OptionalLong.of(gauge),
        gauge,
        gauge);
  }

  static List<String> oddNames() {
    return List.of(
        "tck.a:b|c@d#e",
        "tck.\"quoted\"",
        "tck.back\\slash",
        "tck. blank ",
        "tck.{brace}",
        "tck.a=b,c=d",
        "tck.%s%n",
        "tck.\u00e4\u65e5\ud83d\ude00",
        "tck." + "x".repeat(LONGEST_NAME - 4),
        "_",
        "1");
  }
}

package io.cachier.tck;

import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.HistogramSnapshot;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.ProcessSnapshot;
import io.cachier.metrics.Timing;
import io.cachier.spi.Gauge;
import java.time.Duration;
import java.util.ArrayList;
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

  /** A process with an exporter and a backend that tells of its pool. */
  static ProcessSnapshot process() {
    return new ProcessSnapshot(
        "1.2.3",
        Map.of("reference", List.of(pool("idle", 3), pool("busy", 5))),
        Map.of("tck", new ProcessSnapshot.Exporter(2, 7)));
  }

  private static Gauge pool(String state, double connections) {
    return new Gauge("pool_connections", Map.of("pool", "main", "state", state), connections);
  }

  /** A process whose figures are as large and as odd as somebody's backend may make them. */
  static ProcessSnapshot oddProcess() {
    List<Gauge> gauges = new ArrayList<>();
    for (double value :
        new double[] {
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          Double.MAX_VALUE,
          Double.MIN_VALUE,
          -0.0
        }) {
      gauges.add(new Gauge("odd_number", Map.of("value", Double.toString(value)), value));
    }
    for (String name : oddNames()) {
      gauges.add(new Gauge(name, Map.of(), 1));
      gauges.add(new Gauge("odd_label_value", Map.of("label", name), 1));
      gauges.add(new Gauge("odd_label_name", Map.of(name, "value"), 1));
    }
    gauges.add(new Gauge("", Map.of("", ""), 1));
    gauges.add(new Gauge("line_break", Map.of("label", "one\ntwo"), 1));
    // Twice the same, and one name with other labels.
    gauges.add(pool("idle", 3));
    gauges.add(pool("idle", 4));
    gauges.add(new Gauge("pool_connections", Map.of(), 7));
    // Names that the exporter's own series have.
    gauges.add(new Gauge("calls", Map.of("function", "tck.exported", "outcome", "hit"), 9));
    gauges.add(new Gauge("build_info", Map.of("version", "9"), 9));
    Map<String, List<Gauge>> backends = new HashMap<>();
    for (String name : oddNames()) {
      backends.put(name, gauges);
    }
    return new ProcessSnapshot(
        "1.2.3 \"odd\"\n",
        backends,
        Map.of("tck", new ProcessSnapshot.Exporter(Long.MAX_VALUE, Long.MAX_VALUE)));
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

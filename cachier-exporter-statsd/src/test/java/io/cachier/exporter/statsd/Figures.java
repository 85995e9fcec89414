package io.cachier.exporter.statsd;

import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.HistogramSnapshot;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Outcome;
import io.cachier.metrics.Timing;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;

/** Differences as the engine hands them to exporters. */
final class Figures {
  /** The bucket of durations above 0.917 and up to 1 second. */
  static final int ABOUT_A_SECOND = 0;

  private Figures() {}

  /** So many hits, recorded in full, of a second each. */
  static MetricSnapshot hits(long count) {
    return hits(count, 1.0);
  }

  /** So many recorded hits, of a second each, at a rate. */
  static MetricSnapshot hits(long count, double rate) {
    return of(rate, Map.of(new Timing.Call(Outcome.HIT), seconds(count, rate)), Map.of());
  }

  /** A counter that grew, at rate 1. */
  static MetricSnapshot counted(CacheCounter counter, long count) {
    return of(1.0, Map.of(), Map.of(counter, count));
  }

  static HistogramSnapshot seconds(long count, double rate) {
    return HistogramSnapshot.of(
        Map.of(ABOUT_A_SECOND, count), count * Duration.ofSeconds(1).toNanos(), 1 / rate);
  }

  static MetricSnapshot of(
      double rate, Map<Timing, HistogramSnapshot> timings, Map<CacheCounter, Long> counters) {
    return new MetricSnapshot(
        Duration.ofSeconds(10),
        rate,
        timings,
        counters,
        OptionalLong.empty(),
        OptionalLong.empty(),
        0,
        0);
  }
}

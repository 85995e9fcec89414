package io.cachier.exporter.prometheus;

import io.cachier.metrics.MetricFamily;
import io.cachier.metrics.MetricFamily.Kind;
import io.cachier.metrics.MetricFamily.Scope;
import io.cachier.metrics.MetricFamily.Unit;
import io.cachier.metrics.MetricSeries;
import io.cachier.metrics.MetricSeries.Value;
import io.cachier.metrics.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The ten metrics of the origin's Prometheus exporter, under its names. Where the origin says 0 for
 * a number of entries or a size that it doesn't know, the series is absent here.
 */
final class OriginSeries {
  private static final MetricFamily HITS =
      of("cache_hits", Kind.COUNTER, "Calls that were served a fresh stored value.");
  private static final MetricFamily MISSES =
      of("cache_misses", Kind.COUNTER, "Calls that asked the cache and were not.");
  private static final MetricFamily HIT_RATE =
      of("cache_hit_rate", Kind.GAUGE, "Share of hits in all calls so far, in percent.");
  private static final MetricFamily AVG_LATENCY =
      of("avg_latency_ms", Kind.GAUGE, "Mean duration of all calls so far, in milliseconds.");
  private static final MetricFamily STALE_HITS =
      of(
          "stale_hits",
          Kind.COUNTER,
          "Calls that found a stale entry, whether it was served or not.");
  private static final MetricFamily RECALCULATIONS =
      of("recalculations", Kind.COUNTER, "Runs of the function.");
  private static final MetricFamily WAIT_TIMEOUTS =
      of("wait_timeouts", Kind.COUNTER, "Waits for another caller's computation that ran out.");
  private static final MetricFamily ENTRY_COUNT =
      of("entry_count", Kind.GAUGE, "Entries stored now.");
  private static final MetricFamily CACHE_SIZE =
      new MetricFamily(
          "cache_size",
          Kind.GAUGE,
          Unit.BYTES,
          Scope.FUNCTION,
          List.of(),
          "Size of the entries stored now.");
  private static final MetricFamily SIZE_LIMIT_REJECTIONS =
      of("size_limit_rejections", Kind.COUNTER, "Values that were too large to be stored.");

  static final List<MetricFamily> FAMILIES =
      List.of(
          HITS,
          MISSES,
          HIT_RATE,
          AVG_LATENCY,
          STALE_HITS,
          RECALCULATIONS,
          WAIT_TIMEOUTS,
          ENTRY_COUNT,
          CACHE_SIZE,
          SIZE_LIMIT_REJECTIONS);

  private OriginSeries() {}

  static List<MetricSeries> of(MetricSnapshot figures) {
    List<MetricSeries> series = new ArrayList<>(FAMILIES.size());
    count(series, HITS, figures.hits());
    count(series, MISSES, figures.misses());
    add(series, HIT_RATE, figures.hitRate());
    add(series, AVG_LATENCY, figures.avgLatencyMs());
    count(series, STALE_HITS, figures.staleHits());
    count(series, RECALCULATIONS, figures.recalculations());
    count(series, WAIT_TIMEOUTS, figures.waitTimeouts());
    countKnown(series, ENTRY_COUNT, figures.entryCount());
    countKnown(series, CACHE_SIZE, figures.totalSizeBytes());
    count(series, SIZE_LIMIT_REJECTIONS, figures.sizeLimitRejections());
    return series;
  }

  private static void countKnown(
      List<MetricSeries> series, MetricFamily family, OptionalLong value) {
    if (value.isPresent()) {
      count(series, family, value.getAsLong());
    }
  }

  private static void count(List<MetricSeries> series, MetricFamily family, long value) {
    add(series, family, (double) value);
  }

  private static void add(List<MetricSeries> series, MetricFamily family, double value) {
    series.add(new Value(family, List.of(), value));
  }

  private static MetricFamily of(String name, Kind kind, String help) {
    return new MetricFamily(name, kind, Unit.NONE, Scope.FUNCTION, List.of(), help);
  }
}

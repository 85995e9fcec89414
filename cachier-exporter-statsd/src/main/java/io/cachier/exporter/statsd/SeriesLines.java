package io.cachier.exporter.statsd;

import io.cachier.metrics.HistogramSnapshot;
import io.cachier.metrics.MetricFamily;
import io.cachier.metrics.MetricFamily.Kind;
import io.cachier.metrics.MetricFamily.Unit;
import io.cachier.metrics.MetricSeries;
import io.cachier.metrics.MetricSeries.Distribution;
import io.cachier.metrics.MetricSeries.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes series as figures of the StatsD protocol: one line each, {@code name:value|c} for what is
 * added to a counter and {@code name:value|g} for a gauge. Used once.
 */
final class SeriesLines {
  /** The quantiles of every histogram, by the last word of their names. */
  static final Map<String, Double> QUANTILES = quantiles();

  private static final double MILLIS = 1e3;

  private final String base;
  private final NameTable words;
  private final Remainders remainders;
  private final List<String> figures = new ArrayList<>();

  /**
   * Begins with nothing.
   *
   * @param base what all names begin with, its last dot included
   * @param words the words of families' names and labels' values
   * @param remainders what was left of counters the last time
   */
  SeriesLines(String base, NameTable words, Remainders remainders) {
    this.base = base;
    this.words = words;
    this.remainders = remainders;
  }

  private static Map<String, Double> quantiles() {
    Map<String, Double> quantiles = new LinkedHashMap<>();
    quantiles.put("p50_us", 0.5);
    quantiles.put("p90_us", 0.9);
    quantiles.put("p95_us", 0.95);
    quantiles.put("p99_us", 0.99);
    quantiles.put("p999_us", 0.999);
    return quantiles;
  }

  /** The word for a family, which tells the unit where the last word of a name does not. */
  static String word(MetricFamily family) {
    if (family.kind() == Kind.HISTOGRAM) {
      return family.name();
    }
    // Whole numbers of seconds would tell nothing.
    return family.kind() == Kind.COUNTER && family.unit() == Unit.SECONDS
        ? family.name() + "_ms"
        : family.nameWithUnit();
  }

  /**
   * Writes what the series hold.
   *
   * @param series from a difference
   * @return the figures; a negative gauge is two lines, which belong into one packet. Without
   *     counters that stood still, gauges without a value, and durations where there were none
   */
  List<String> write(List<MetricSeries> series) {
    for (MetricSeries one : series) {
      String name = name(one);
      if (one instanceof Distribution distribution) {
        durations(name, distribution.histogram());
      } else if (one instanceof Value value) {
        number(name, value);
      }
    }
    return figures;
  }

  private String name(MetricSeries series) {
    StringBuilder name = new StringBuilder(words.word(word(series.family())));
    for (String value : series.labelValues()) {
      name.append('.').append(words.word(value));
    }
    return name.toString();
  }

  private void number(String name, Value value) {
    if (value.family().kind() == Kind.COUNTER) {
      count(name, value.family().unit() == Unit.SECONDS ? value.value() * MILLIS : value.value());
    } else if (Double.isFinite(value.value())) {
      gauge(name, NumberText.of(value.value()));
    }
  }

  private void durations(String name, HistogramSnapshot histogram) {
    count(name + ".count", histogram.rawCount() * histogram.scale());
    count(name + ".sum_us", histogram.sumSeconds() * 1e6);
    gauge(name + ".mean_us", NumberText.micros(histogram.meanSeconds()));
    QUANTILES.forEach(
        (word, q) -> gauge(name + "." + word, NumberText.micros(histogram.quantileSeconds(q))));
    gauge(name + ".max_us", NumberText.micros(histogram.maxSeconds()));
  }

  private void count(String name, double added) {
    long whole = remainders.take(name, added);
    if (whole > 0) {
      figures.add(base + name + ":" + whole + "|c");
    }
  }

  private void gauge(String name, String value) {
    // A sign makes it a change, not a value; from zero, the change is the value.
    String zero = value.startsWith("-") ? base + name + ":0|g\n" : "";
    figures.add(zero + base + name + ":" + value + "|g");
  }
}

package io.cachier.judges;

import io.cachier.ManagedCache;
import io.cachier.metrics.HistogramSnapshot;
import io.cachier.metrics.HistogramSnapshot.Bucket;
import io.cachier.metrics.MetricCatalogue;
import io.cachier.metrics.MetricSeries;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a scrape should say of some functions, told by their snapshots alone. */
final class Truth {
  private static final String BUCKET = "_bucket";
  private static final String LE = "le";

  private final Map<Series, Double> samples = new HashMap<>();
  private final Map<Series, HistogramSnapshot> histograms = new HashMap<>();

  private Truth() {}

  /**
   * A series in the text formats.
   *
   * @param name the name of its samples, with {@code _total}, {@code _sum} and the like
   * @param labels its labels
   */
  record Series(String name, Map<String, String> labels) {
    private Series without(String label) {
      Map<String, String> others = new TreeMap<>(labels);
      others.remove(label);
      return new Series(name, others);
    }
  }

  static Truth of(Collection<ManagedCache> functions) {
    Truth truth = new Truth();
    for (ManagedCache function : functions) {
      for (MetricSeries series :
          MetricCatalogue.ofFunction(function, function.metrics().cumulative())) {
        truth.add(function, series);
      }
    }
    return truth;
  }

  private void add(ManagedCache function, MetricSeries series) {
    Map<String, String> labels = new TreeMap<>();
    labels.put("function", function.name());
    labels.put("backend", function.backend());
    List<String> names = series.family().labels();
    for (int i = 0; i < names.size(); i++) {
      labels.put(names.get(i), series.labelValues().get(i));
    }
    String name = series.family().prometheusName();
    if (series instanceof MetricSeries.Distribution distribution) {
      HistogramSnapshot histogram = distribution.histogram();
      histograms.put(new Series(name + BUCKET, labels), histogram);
      samples.put(new Series(name + "_count", labels), (double) histogram.count());
      samples.put(new Series(name + "_sum", labels), histogram.sum().toNanos() / 1e9);
    } else {
      samples.put(new Series(name, labels), ((MetricSeries.Value) series).value());
    }
  }

  /** The value that a sample of these functions should have; null if there should be none. */
  Double of(Series series) {
    String bound = series.labels().get(LE);
    if (bound == null) {
      return samples.get(series);
    }
    HistogramSnapshot histogram = histograms.get(series.without(LE));
    if (histogram == null) {
      return null;
    }
    double seconds = bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound);
    double recorded = 0;
    for (Bucket bucket : histogram.buckets()) {
      recorded += bucket.upperBoundSeconds() <= seconds ? bucket.count() : 0;
    }
    return recorded * histogram.scale();
  }

  /** What a scrape must have, whatever bounds it chooses for its buckets. */
  Set<Series> mustBeThere() {
    Set<Series> series = new HashSet<>(samples.keySet());
    for (Series histogram : histograms.keySet()) {
      Map<String, String> labels = new TreeMap<>(histogram.labels());
      labels.put(LE, "+Inf");
      series.add(new Series(histogram.name(), labels));
    }
    return series;
  }
}

package io.cachier.metrics;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Quantiles over histograms of different scales, each weighted by its own. */
final class LatencyMix {
  private LatencyMix() {}

  static double quantileSeconds(List<HistogramSnapshot> histograms, double q) {
    if (!(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException("quantile was '" + q + "' but it must be within 0..1");
    }
    TreeMap<Integer, Double> weights = new TreeMap<>();
    double total = 0;
    for (HistogramSnapshot histogram : histograms) {
      for (HistogramSnapshot.Bucket bucket : histogram.buckets()) {
        double weight = bucket.count() * histogram.scale();
        weights.merge(bucket.index(), weight, Double::sum);
        total += weight;
      }
    }
    if (weights.isEmpty()) {
      return Double.NaN;
    }
    double rank = HistogramSnapshot.rank(q, total);
    double seen = 0;
    int index = weights.firstKey();
    for (Map.Entry<Integer, Double> bucket : weights.entrySet()) {
      index = bucket.getKey();
      seen += bucket.getValue();
      if (seen >= rank) {
        break;
      }
    }
    return HistogramSnapshot.estimateSeconds(index);
  }
}

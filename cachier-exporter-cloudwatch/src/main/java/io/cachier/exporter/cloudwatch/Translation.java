package io.cachier.exporter.cloudwatch;

import io.cachier.metrics.HistogramSnapshot;
import io.cachier.metrics.HistogramSnapshot.Bucket;
import io.cachier.metrics.MetricFamily.Kind;
import io.cachier.metrics.MetricSeries;
import io.cachier.metrics.MetricSeries.Distribution;
import io.cachier.metrics.MetricSeries.Value;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;

/**
 * Makes data of series. Counters that counted nothing are left out, since CloudWatch charges by the
 * metric and by the hour; so are gauges without a value.
 */
final class Translation {
  private final Tally tally;
  private final List<Dimension> scope;
  private final long atMillis;
  private final List<Datum> data = new ArrayList<>();

  private Translation(Tally tally, List<Dimension> scope, long atMillis) {
    this.tally = tally;
    this.scope = scope;
    this.atMillis = atMillis;
  }

  /**
   * The data of some series.
   *
   * @param series of one function, or of the process
   * @param scope the dimensions that all of them have
   * @param atMillis when they were read
   * @param tally counts what CloudWatch can't take
   * @return the data
   */
  static List<Datum> of(
      List<MetricSeries> series, List<Dimension> scope, long atMillis, Tally tally) {
    Translation translation = new Translation(tally, scope, atMillis);
    series.forEach(translation::add);
    return translation.data;
  }

  private void add(MetricSeries series) {
    if (series instanceof Value value) {
      addValue(value);
    } else if (series instanceof Distribution distribution) {
      addDistribution(distribution);
    }
  }

  private void addValue(Value series) {
    double value = series.value();
    boolean nothing = series.family().kind() == Kind.COUNTER ? value == 0 : Double.isNaN(value);
    if (nothing) {
      return;
    }
    if (!(Math.abs(value) <= Limits.GREATEST_VALUE)) {
      tally.dropped(1);
      return;
    }
    double sent = Math.abs(value) < Limits.LEAST_VALUE ? 0 : value;
    Metric metric = Metric.of(series.family());
    data.add(Datum.ofValue(metric.name(), metric.unit(), dimensions(series), atMillis, sent));
  }

  /** The values are the buckets' estimates, by which quantiles are within 4.4 %. */
  private void addDistribution(Distribution series) {
    Metric metric = Metric.of(series.family());
    List<Dimension> dimensions = dimensions(series);
    HistogramSnapshot histogram = series.histogram();
    List<Bucket> buckets = histogram.buckets();
    WholeCounts wholeCounts = new WholeCounts(histogram.scale());
    for (int from = 0; from < buckets.size(); from += Limits.VALUES_IN_A_DATUM) {
      List<Bucket> some =
          buckets.subList(from, Math.min(buckets.size(), from + Limits.VALUES_IN_A_DATUM));
      double[] values = new double[some.size()];
      double[] counts = new double[some.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = estimateSeconds(some.get(i));
        counts[i] = wholeCounts.next(some.get(i).count());
      }
      data.add(
          Datum.ofDistribution(metric.name(), metric.unit(), dimensions, atMillis, values, counts));
    }
  }

  /** The harmonic mean of the bounds, as in {@link HistogramSnapshot#quantileSeconds}. */
  private static double estimateSeconds(Bucket bucket) {
    double upper = bucket.upperBoundSeconds();
    double lower = new Bucket(bucket.index() - 1, 0).upperBoundSeconds();
    return 2 * lower * upper / (lower + upper);
  }

  private List<Dimension> dimensions(MetricSeries series) {
    return Dimensions.of(scope, series.family().labels(), series.labelValues());
  }
}

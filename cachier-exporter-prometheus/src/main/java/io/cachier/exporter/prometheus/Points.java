package io.cachier.exporter.prometheus;

import io.cachier.metrics.HistogramSnapshot;
import io.cachier.metrics.HistogramSnapshot.Bucket;
import io.cachier.metrics.MetricFamily.Kind;
import io.cachier.metrics.MetricSeries;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.util.List;

/** Makes a data point of client_java from a series of the catalogue. */
final class Points {
  /** A native histogram's resolution: eight buckets to the octave, as Cachier records them. */
  static final int SCHEMA = 3;

  /** What client_java's own histograms begin with; no duration is ever that short. */
  private static final double ZERO_THRESHOLD = Math.scalb(1.0, -128);

  /** A classic bound is a power of four, so it lies two octaves above the one before. */
  private static final int NATIVE_PER_CLASSIC = 16;

  private static final int LEAST_POWER = -10;
  private static final int GREATEST_POWER = 4;
  private static final double[] BOUNDS = bounds();

  private Points() {}

  static DataPointSnapshot of(MetricSeries series, Labels labels) {
    if (series instanceof MetricSeries.Distribution distribution) {
      return histogram(distribution.histogram(), labels);
    }
    double value = ((MetricSeries.Value) series).value();
    return series.family().kind() == Kind.COUNTER
        ? new CounterDataPointSnapshot(value, labels, null, 0)
        : new GaugeDataPointSnapshot(value, labels, null);
  }

  /**
   * Both kinds of buckets. Each native bucket is scaled and rounded by itself, and everything else
   * is a sum of these: so no bucket, no sum of buckets and no count is ever below what an earlier
   * scrape saw, which Prometheus would take for a restart.
   */
  private static HistogramDataPointSnapshot histogram(HistogramSnapshot histogram, Labels labels) {
    List<Bucket> buckets = histogram.buckets();
    int[] indexes = new int[buckets.size()];
    long[] counts = new long[indexes.length];
    long[] classic = new long[BOUNDS.length];
    long room = Long.MAX_VALUE;
    for (int i = 0; i < indexes.length; i++) {
      Bucket bucket = buckets.get(i);
      indexes[i] = bucket.index();
      counts[i] = Math.min(room, scaled(bucket.count(), histogram.scale()));
      room -= counts[i];
      classic[classicBucket(bucket.index())] += counts[i];
    }
    return new HistogramDataPointSnapshot(
        ClassicHistogramBuckets.of(BOUNDS, classic),
        SCHEMA,
        0,
        ZERO_THRESHOLD,
        NativeHistogramBuckets.of(indexes, counts),
        NativeHistogramBuckets.EMPTY,
        histogram.sumSeconds(),
        labels,
        Exemplars.EMPTY,
        0);
  }

  private static long scaled(long count, double scale) {
    // A double has 53 bits; what is not scaled has to stay exact.
    return scale == 1.0 ? count : Math.round(count * scale);
  }

  private static int classicBucket(int index) {
    int power = -Math.floorDiv(-index, NATIVE_PER_CLASSIC);
    return Math.min(Math.max(power, LEAST_POWER), GREATEST_POWER + 1) - LEAST_POWER;
  }

  private static double[] bounds() {
    double[] bounds = new double[GREATEST_POWER - LEAST_POWER + 2];
    for (int power = LEAST_POWER; power <= GREATEST_POWER; power++) {
      bounds[power - LEAST_POWER] = Math.pow(4, power);
    }
    bounds[bounds.length - 1] = Double.POSITIVE_INFINITY;
    return bounds;
  }
}

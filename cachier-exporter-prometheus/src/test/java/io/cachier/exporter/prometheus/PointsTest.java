package io.cachier.exporter.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.metrics.HistogramSnapshot;
import io.cachier.metrics.MetricCatalogue;
import io.cachier.metrics.MetricSeries;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PointsTest {
  private static HistogramDataPointSnapshot point(
      Map<Integer, Long> buckets, long sumNanos, double scale) {
    HistogramSnapshot histogram = HistogramSnapshot.of(buckets, sumNanos, scale);
    MetricSeries series =
        new MetricSeries.Distribution(MetricCatalogue.CALL_DURATION, List.of("hit"), histogram);
    return (HistogramDataPointSnapshot) Points.of(series, Labels.EMPTY);
  }

  private static Map<Integer, Long> nativeBuckets(HistogramDataPointSnapshot point) {
    NativeHistogramBuckets buckets = point.getNativeBucketsForPositiveValues();
    Map<Integer, Long> counts = new TreeMap<>();
    for (int i = 0; i < buckets.size(); i++) {
      counts.put(buckets.getBucketIndex(i), buckets.getCount(i));
    }
    return counts;
  }

  /** The classic buckets that are not empty: how much lies between a bound and the one before. */
  private static Map<Double, Long> classicBuckets(HistogramDataPointSnapshot point) {
    ClassicHistogramBuckets buckets = point.getClassicBuckets();
    Map<Double, Long> counts = new TreeMap<>();
    for (int i = 0; i < buckets.size(); i++) {
      if (buckets.getCount(i) > 0) {
        counts.put(buckets.getUpperBound(i), buckets.getCount(i));
      }
    }
    return counts;
  }

  @Test
  void histogram_nativeBuckets_areThoseOfTheSnapshot() {
    Map<Integer, Long> buckets = Map.of(-239, 1L, -60, 5L, 0, 2L, 264, 3L);
    HistogramDataPointSnapshot point = point(buckets, 7_500_000_000L, 1.0);
    assertThat(point.getNativeSchema()).isEqualTo(3);
    assertThat(nativeBuckets(point)).isEqualTo(buckets);
    assertThat(point.getNativeZeroCount()).isZero();
    assertThat(point.getNativeZeroThreshold()).isEqualTo(Math.pow(2, -128));
    assertThat(point.getNativeBucketsForNegativeValues().size()).isZero();
    assertThat(point.getCount()).isEqualTo(11);
    assertThat(point.getSum()).isEqualTo(7.5);
  }

  @Test
  void histogram_classicBounds_arePowersOfFourSeconds() {
    ClassicHistogramBuckets buckets = point(Map.of(0, 1L), 1, 1.0).getClassicBuckets();
    assertThat(buckets.size()).isEqualTo(16);
    for (int i = 0; i < 15; i++) {
      assertThat(buckets.getUpperBound(i)).isEqualTo(Math.pow(4, i - 10));
    }
    assertThat(buckets.getUpperBound(15)).isInfinite();
  }

  @Test
  void histogram_classicBuckets_areExactMerges() {
    // 4^k seconds is bucket 16 k, upper bound included.
    assertThat(classicBuckets(point(Map.of(0, 1L, 1, 2L), 1, 1.0)))
        .isEqualTo(Map.of(1.0, 1L, 4.0, 2L));
    assertThat(classicBuckets(point(Map.of(-15, 1L, -16, 2L, -17, 4L), 1, 1.0)))
        .isEqualTo(Map.of(1.0, 1L, 0.25, 6L));
    assertThat(classicBuckets(point(Map.of(-160, 1L, -161, 2L, -239, 4L), 1, 1.0)))
        .isEqualTo(Map.of(Math.pow(4, -10), 7L));
    assertThat(classicBuckets(point(Map.of(64, 1L, 65, 2L, 264, 4L), 1, 1.0)))
        .isEqualTo(Map.of(256.0, 1L, Double.POSITIVE_INFINITY, 6L));
  }

  @Test
  void histogram_everyIndex_liesBelowItsClassicBound() {
    for (int index = -239; index <= 264; index++) {
      double upper = new HistogramSnapshot.Bucket(index, 1).upperBoundSeconds();
      double bound = classicBuckets(point(Map.of(index, 1L), 1, 1.0)).keySet().iterator().next();
      assertThat(bound).as("bucket %s", index).isGreaterThanOrEqualTo(upper * (1 - 1e-12));
      assertThat(bound / 4 < upper || bound == Math.pow(4, -10) || Double.isInfinite(bound))
          .as("bucket %s", index)
          .isTrue();
    }
  }

  @Test
  void histogram_sampled_isScaled() {
    HistogramDataPointSnapshot point = point(Map.of(0, 3L, 20, 1L), 4_000_000_000L, 2.5);
    assertThat(nativeBuckets(point)).isEqualTo(Map.of(0, 8L, 20, 3L));
    assertThat(point.getCount()).isEqualTo(11);
    assertThat(point.getSum()).isEqualTo(10.0);
  }

  @Test
  void histogram_growing_neverDecreasesAnywhere() {
    Random random = new Random(4711);
    for (double scale : new double[] {1.0, 10.0, 3.0, 1 / 0.3, 1 / 0.07, 1e9}) {
      Map<Integer, Long> buckets = new HashMap<>();
      HistogramDataPointSnapshot before = point(Map.of(), 0, scale);
      for (int step = 0; step < 300; step++) {
        buckets.merge(random.nextInt(300) - 200, 1L + random.nextInt(3), Long::sum);
        HistogramDataPointSnapshot now = point(buckets, step, scale);
        assertGrown(before, now);
        before = now;
      }
    }
  }

  private static void assertGrown(
      HistogramDataPointSnapshot before, HistogramDataPointSnapshot now) {
    Map<Integer, Long> counts = nativeBuckets(now);
    nativeBuckets(before)
        .forEach((index, count) -> assertThat(counts.get(index)).isGreaterThanOrEqualTo(count));
    long cumulativeBefore = 0;
    long cumulativeNow = 0;
    for (int i = 0; i < 16; i++) {
      cumulativeBefore += before.getClassicBuckets().getCount(i);
      cumulativeNow += now.getClassicBuckets().getCount(i);
      assertThat(cumulativeNow).isGreaterThanOrEqualTo(cumulativeBefore);
    }
    assertThat(now.getCount()).isEqualTo(cumulativeNow).isGreaterThan(before.getCount());
    assertThat(now.getSum()).isGreaterThanOrEqualTo(before.getSum());
  }

  @Test
  void histogram_moreThanALongHolds_isCutToWhatItHolds() {
    long many = 1L << 50;
    HistogramDataPointSnapshot point =
        point(Map.of(-239, many, -60, many, 264, many), Long.MAX_VALUE, 1e9);
    assertThat(point.getCount()).isEqualTo(Long.MAX_VALUE);
    assertThat(nativeBuckets(point)).isEqualTo(Map.of(-239, Long.MAX_VALUE, -60, 0L, 264, 0L));
    assertThat(point.getSum()).isEqualTo(Long.MAX_VALUE * 1e9 / 1e9);
  }
}

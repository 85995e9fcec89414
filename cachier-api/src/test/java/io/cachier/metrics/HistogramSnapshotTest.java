package io.cachier.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.cachier.metrics.HistogramSnapshot.Bucket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistogramSnapshotTest {
  private final HistogramSnapshot simple =
      HistogramSnapshot.of(Map.of(8, 3L, -8, 2L, 0, 0L), 7_000_000_000L, 1);

  @Test
  void of_buckets_areSortedAndWithoutZeros() {
    assertThat(simple.buckets()).isEqualTo(List.of(new Bucket(-8, 2), new Bucket(8, 3)));
    assertThat(simple.rawCount()).isEqualTo(5);
    assertThat(simple.count()).isEqualTo(5);
    assertThat(simple.rawSumNanos()).isEqualTo(7_000_000_000L);
    assertThat(simple.sum()).isEqualTo(Duration.ofSeconds(7));
    assertThat(simple.meanSeconds()).isEqualTo(1.4);
    assertThat(simple.maxSeconds()).isEqualTo(2.0);
    assertThat(simple.scale()).isEqualTo(1.0);
  }

  @Test
  void of_mapChangedAfterwards_isNotAffected() {
    Map<Integer, Long> buckets = new HashMap<>(Map.of(1, 1L));
    HistogramSnapshot snapshot = HistogramSnapshot.of(buckets, 1, 1);
    buckets.put(2, 5L);

    assertThat(snapshot.rawCount()).isEqualTo(1);
  }

  @Test
  void of_badFigures_areRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HistogramSnapshot.of(Map.of(4, -2L), 0, 1))
        .withMessageContaining("bucket 4")
        .withMessageContaining("-2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HistogramSnapshot.of(Map.of(), -1, 1))
        .withMessageContaining("sumNanos -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HistogramSnapshot.of(Map.of(), 0, 0.99))
        .withMessageContaining("scale 0.99");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HistogramSnapshot.of(Map.of(), 0, Double.NaN))
        .withMessageContaining("NaN");
  }

  @Test
  void of_arrays_isTheSameAsOfAMap() {
    int[] indexes = {-8, 8};
    long[] counts = {2, 3};
    HistogramSnapshot snapshot = HistogramSnapshot.of(indexes, counts, 7_000_000_000L, 1);
    indexes[0] = 5;
    counts[0] = 50;

    assertThat(snapshot).isEqualTo(simple);
    assertThat(HistogramSnapshot.of(new int[0], new long[0], 0, 1))
        .isEqualTo(HistogramSnapshot.empty());
  }

  @Test
  void of_badArrays_areRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HistogramSnapshot.of(new int[] {4}, new long[] {0}, 0, 1))
        .withMessageContaining("bucket 4")
        .withMessageContaining("count 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HistogramSnapshot.of(new int[] {4, 4}, new long[] {1, 1}, 0, 1))
        .withMessageContaining("bucket 4 comes after 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HistogramSnapshot.of(new int[] {4}, new long[] {1, 1}, 0, 1))
        .withMessageContaining("1 indexes, but 2 counts");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HistogramSnapshot.of(new int[] {4}, new long[] {1}, -1, 1))
        .withMessageContaining("sumNanos -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HistogramSnapshot.of(new int[] {4}, new long[] {1}, 0, 0.5))
        .withMessageContaining("scale 0.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HistogramSnapshot.withoutSum(new int[] {4}, new long[] {1}, 0.5))
        .withMessageContaining("scale 0.5");
  }

  @Test
  void sumSeconds_keptSum_isScaledAndNotRounded() {
    assertThat(simple.sumSeconds()).isEqualTo(7.0);
    assertThat(HistogramSnapshot.of(Map.of(3, 3L), 30, 2.5).sumSeconds()).isEqualTo(75e-9);
    assertThat(HistogramSnapshot.empty().sumSeconds()).isZero();
  }

  @Test
  void withoutSum_sumAndMean_areThoseOfTheBuckets() {
    HistogramSnapshot ages = HistogramSnapshot.withoutSum(new int[] {8, 80}, new long[] {3, 1}, 2);
    double seconds =
        3 * HistogramSnapshot.estimateSeconds(8) + HistogramSnapshot.estimateSeconds(80);

    assertThat(ages.sumSeconds()).isEqualTo(2 * seconds);
    assertThat(ages.meanSeconds()).isEqualTo(seconds / 4);
    assertThat(ages.rawSumNanos()).isEqualTo((long) (seconds * 1e9));
    assertThat(ages.sum().toNanos() / 1e9).isEqualTo(2 * seconds, within(1e-6));
    assertThat(ages.count()).isEqualTo(8);
  }

  @Test
  void withoutSum_moreThanNanosecondsCanCount_isNotCutOff() {
    // A day each, a million million times: 2.7 billion years.
    HistogramSnapshot ages =
        HistogramSnapshot.withoutSum(new int[] {131}, new long[] {1_000_000_000_000L}, 1);

    assertThat(ages.rawSumNanos()).isEqualTo(Long.MAX_VALUE);
    assertThat(ages.sumSeconds()).isEqualTo(8.2e16, within(4e15));
    assertThat(ages.sum().toDays()).isBetween(900_000_000_000L, 1_000_000_000_000L);
    HistogramSnapshot later =
        HistogramSnapshot.withoutSum(new int[] {131}, new long[] {1_000_000_000_010L}, 1);
    assertThat(later.minus(ages).sumSeconds()).isEqualTo(8.2e5, within(4e4));
  }

  @Test
  void combined_withAndWithoutSum_hasNone() {
    HistogramSnapshot ages = HistogramSnapshot.withoutSum(new int[] {8}, new long[] {3}, 1);

    HistogramSnapshot both = ages.plus(simple);
    assertThat(both)
        .isEqualTo(HistogramSnapshot.withoutSum(new int[] {-8, 8}, new long[] {2, 6}, 1));
    assertThat(simple.plus(ages)).isEqualTo(both);
    assertThat(HistogramSnapshot.empty().plus(ages)).isEqualTo(ages);
    assertThat(HistogramSnapshot.withoutSum(new int[0], new long[0], 1).plus(simple))
        .isEqualTo(simple);
    assertThat(both.minus(ages).buckets()).isEqualTo(List.of(new Bucket(-8, 2), new Bucket(8, 3)));
  }

  @Test
  void bucket_upperBound_isPowersOfTheEighthRootOfTwo() {
    assertThat(new Bucket(0, 1).upperBoundSeconds()).isEqualTo(1.0);
    assertThat(new Bucket(8, 1).upperBoundSeconds()).isEqualTo(2.0);
    assertThat(new Bucket(-16, 1).upperBoundSeconds()).isEqualTo(0.25);
    assertThat(new Bucket(4, 1).upperBoundSeconds()).isEqualTo(Math.sqrt(2), within(1e-15));
  }

  @Test
  void empty_figures_areZeroOrNan() {
    HistogramSnapshot empty = HistogramSnapshot.empty();

    assertThat(empty.buckets()).isEmpty();
    assertThat(empty.count()).isZero();
    assertThat(empty.sum()).isEqualTo(Duration.ZERO);
    assertThat(empty.meanSeconds()).isNaN();
    assertThat(empty.maxSeconds()).isNaN();
    assertThat(empty.quantileSeconds(0.5)).isNaN();
  }

  @Test
  void count_sampled_isScaledAndRounded() {
    HistogramSnapshot sampled = HistogramSnapshot.of(Map.of(3, 3L), 30, 2.5);

    assertThat(sampled.count()).isEqualTo(8);
    assertThat(sampled.sum()).isEqualTo(Duration.ofNanos(75));
    assertThat(sampled.rawCount()).isEqualTo(3);
    assertThat(sampled.rawSumNanos()).isEqualTo(30);
    assertThat(sampled.scale()).isEqualTo(2.5);
    assertThat(sampled.meanSeconds()).isEqualTo(1e-8, within(1e-20));
  }

  @Test
  void sum_notSampledAndHuge_isExact() {
    long beyondDouble = (1L << 60) + 1;

    HistogramSnapshot snapshot = HistogramSnapshot.of(Map.of(3, beyondDouble), beyondDouble, 1);

    assertThat(snapshot.sum()).isEqualTo(Duration.ofNanos(beyondDouble));
    assertThat(snapshot.count()).isEqualTo(beyondDouble);
  }

  @Test
  void quantileSeconds_everyPercentile_isThatRank() {
    HistogramSnapshot hundred =
        HistogramSnapshot.of(
            IntStream.rangeClosed(1, 100).boxed().collect(Collectors.toMap(i -> i, i -> 1L)), 0, 1);

    assertThat(hundred.quantileSeconds(0)).isEqualTo(HistogramSnapshot.estimateSeconds(1));
    for (int percent = 1; percent <= 100; percent++) {
      assertThat(hundred.quantileSeconds(percent / 100.0))
          .isEqualTo(HistogramSnapshot.estimateSeconds(percent));
    }
    assertThat(hundred.quantileSeconds(0.071)).isEqualTo(HistogramSnapshot.estimateSeconds(8));
  }

  @Test
  void estimateSeconds_anyBucket_isTheHarmonicMeanOfItsBounds() {
    double lower = 1;
    double upper = Math.pow(2, 1 / 8.0);

    double estimate = HistogramSnapshot.estimateSeconds(1);

    assertThat(estimate).isEqualTo(2 / (1 / lower + 1 / upper), within(1e-15));
    assertThat((estimate - lower) / lower).isLessThan(0.044);
    assertThat((upper - estimate) / upper).isLessThan(0.044);
  }

  @Test
  void quantileSeconds_outsideZeroToOne_isRefused() {
    for (double q : new double[] {-0.01, 1.01, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> simple.quantileSeconds(q))
          .withMessageContaining("'" + q + "'");
    }
  }

  @Test
  void plus_histograms_addsBucketByBucket() {
    HistogramSnapshot other = HistogramSnapshot.of(Map.of(8, 1L, 9, 4L), 5, 1);

    HistogramSnapshot sum = simple.plus(other);

    assertThat(sum.buckets())
        .isEqualTo(List.of(new Bucket(-8, 2), new Bucket(8, 4), new Bucket(9, 4)));
    assertThat(sum.rawSumNanos()).isEqualTo(7_000_000_005L);
    assertThat(other.plus(simple)).isEqualTo(sum);
    assertThat(simple.plus(HistogramSnapshot.empty())).isSameAs(simple);
    assertThat(HistogramSnapshot.empty().plus(simple)).isEqualTo(simple);
  }

  @Test
  void plus_emptyAndSampled_takesTheScaleOfTheSampled() {
    HistogramSnapshot sampled = HistogramSnapshot.of(Map.of(3, 3L), 30, 4);

    assertThat(HistogramSnapshot.empty().plus(sampled).scale()).isEqualTo(4.0);
    assertThat(sampled.plus(HistogramSnapshot.empty()).scale()).isEqualTo(4.0);
  }

  @Test
  void plus_differentScales_isRefused() {
    HistogramSnapshot sampled = HistogramSnapshot.of(Map.of(3, 3L), 30, 4);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> simple.plus(sampled))
        .withMessageContaining("1.0")
        .withMessageContaining("4.0");
    assertThatIllegalArgumentException().isThrownBy(() -> simple.minus(sampled));
  }

  @Test
  void minus_earlierSnapshot_leavesWhatCameSince() {
    HistogramSnapshot later =
        HistogramSnapshot.of(Map.of(-8, 2L, 8, 5L, 20, 1L), 9_000_000_000L, 1);

    HistogramSnapshot difference = later.minus(simple);

    assertThat(difference.buckets()).isEqualTo(List.of(new Bucket(8, 2), new Bucket(20, 1)));
    assertThat(difference.rawSumNanos()).isEqualTo(2_000_000_000L);
    assertThat(later.minus(HistogramSnapshot.empty())).isSameAs(later);
  }

  @Test
  void minus_moreThanThereIs_staysAtZero() {
    HistogramSnapshot difference =
        HistogramSnapshot.of(Map.of(1, 1L), 10, 1)
            .minus(HistogramSnapshot.of(Map.of(1, 2L, 2, 1L), 11, 1));

    assertThat(difference.buckets()).isEmpty();
    assertThat(difference.rawSumNanos()).isZero();
    assertThat(HistogramSnapshot.empty().minus(simple).buckets()).isEmpty();
  }

  @Test
  void equals_sameFigures_isTrueAndAnyOtherFalse() {
    HistogramSnapshot one = HistogramSnapshot.of(Map.of(1, 2L), 3, 1);

    assertThat(one)
        .isEqualTo(HistogramSnapshot.of(Map.of(1, 2L), 3, 1))
        .hasSameHashCodeAs(HistogramSnapshot.of(Map.of(1, 2L), 3, 1))
        .isNotEqualTo(HistogramSnapshot.of(Map.of(2, 2L), 3, 1))
        .isNotEqualTo(HistogramSnapshot.of(Map.of(1, 3L), 3, 1))
        .isNotEqualTo(HistogramSnapshot.of(Map.of(1, 2L), 4, 1))
        .isNotEqualTo(HistogramSnapshot.of(Map.of(1, 2L), 3, 2))
        .isNotEqualTo("a histogram");
    assertThat(one.hashCode())
        .isNotEqualTo(HistogramSnapshot.of(Map.of(2, 2L), 3, 1).hashCode())
        .isNotEqualTo(HistogramSnapshot.of(Map.of(1, 3L), 3, 1).hashCode());
  }

  @Test
  void toString_anyHistogram_tellsCountAndSum() {
    assertThat(simple).hasToString("HistogramSnapshot[count=5, sum=PT7S]");
  }
}

package io.cachier.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatencyMixTest {
  @Test
  void quantileSeconds_differentScales_weighsEachByItsOwn() {
    List<HistogramSnapshot> mix =
        List.of(
            HistogramSnapshot.of(Map.of(-100, 9L), 0, 10), // 90 calls
            HistogramSnapshot.empty(),
            HistogramSnapshot.of(Map.of(0, 10L), 0, 1)); // 10 calls

    assertThat(LatencyMix.quantileSeconds(mix, 0)).isEqualTo(estimate(-100));
    assertThat(LatencyMix.quantileSeconds(mix, 0.5)).isEqualTo(estimate(-100));
    assertThat(LatencyMix.quantileSeconds(mix, 0.9)).isEqualTo(estimate(-100));
    assertThat(LatencyMix.quantileSeconds(mix, 0.91)).isEqualTo(estimate(0));
    assertThat(LatencyMix.quantileSeconds(mix, 1)).isEqualTo(estimate(0));
  }

  @Test
  void quantileSeconds_sameBucketTwice_isAddedUp() {
    List<HistogramSnapshot> mix =
        List.of(
            HistogramSnapshot.of(Map.of(1, 3L, 2, 4L), 0, 1),
            HistogramSnapshot.of(Map.of(1, 3L), 0, 1));

    assertThat(LatencyMix.quantileSeconds(mix, 0.6)).isEqualTo(estimate(1));
    assertThat(LatencyMix.quantileSeconds(mix, 0.61)).isEqualTo(estimate(2));
  }

  @Test
  void quantileSeconds_productThatRoundsUp_isStillThatRank() {
    List<HistogramSnapshot> mix = List.of(HistogramSnapshot.of(Map.of(1, 7L, 2, 93L), 0, 1));

    assertThat(LatencyMix.quantileSeconds(mix, 0.07)).isEqualTo(estimate(1));
  }

  @Test
  void quantileSeconds_weightsThatAddUpInexactly_reachTheLast() {
    Map<Integer, Long> ones = Map.of(1, 1L, 2, 1L, 3, 1L, 4, 1L, 5, 1L, 6, 1L, 7, 1L);
    for (double scale = 1; scale < 50; scale += 0.37) {
      assertThat(LatencyMix.quantileSeconds(List.of(HistogramSnapshot.of(ones, 0, scale)), 1))
          .isEqualTo(estimate(7));
    }
  }

  @Test
  void quantileSeconds_nothing_isNan() {
    assertThat(LatencyMix.quantileSeconds(List.of(), 0.5)).isNaN();
    assertThat(LatencyMix.quantileSeconds(List.of(HistogramSnapshot.empty()), 0.5)).isNaN();
  }

  @Test
  void quantileSeconds_outsideZeroToOne_isRefused() {
    for (double q : new double[] {-0.01, 1.01, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> LatencyMix.quantileSeconds(List.of(), q))
          .withMessageContaining("'" + q + "'");
    }
  }

  private static double estimate(int index) {
    return HistogramSnapshot.estimateSeconds(index);
  }
}

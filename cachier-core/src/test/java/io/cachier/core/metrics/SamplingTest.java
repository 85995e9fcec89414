package io.cachier.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SamplingTest {
  @Test
  void draw_rateOne_isAlwaysTrue() {
    Sampling sampling = new Sampling(1.0);

    assertThat(sampling.isEverything()).isTrue();
    assertThat(sampling.scale()).isEqualTo(1.0);
    for (int i = 0; i < 1000; i++) {
      assertThat(sampling.draw()).isTrue();
    }
  }

  @Test
  void accepts_randomNumbers_areDividedAtTheRate() {
    assertThat(new Sampling(0.5).accepts(-1)).isTrue();
    assertThat(new Sampling(0.5).accepts(0)).isFalse();
    assertThat(new Sampling(0.25).accepts((Long.MIN_VALUE >> 1) - 1)).isTrue();
    assertThat(new Sampling(0.25).accepts(Long.MIN_VALUE >> 1)).isFalse();
    assertThat(new Sampling(0.75).accepts((1L << 62) - 1)).isTrue();
    assertThat(new Sampling(0.75).accepts(1L << 62)).isFalse();
    assertThat(new Sampling(Double.MIN_VALUE).accepts(Long.MIN_VALUE)).isFalse();
    assertThat(new Sampling(Math.nextDown(1.0)).accepts(Long.MAX_VALUE - 5000)).isTrue();
  }

  @Test
  void accepts_aMillionNumbersOfAFixedSeed_isUnbiased() {
    Sampling sampling = new Sampling(0.1);
    Random random = new Random(4);
    int accepted = 0;
    for (int i = 0; i < 1_000_000; i++) {
      accepted += sampling.accepts(random.nextLong()) ? 1 : 0;
    }

    // Six standard deviations, and the seed is fixed.
    assertThat(accepted).isBetween(100_000 - 1800, 100_000 + 1800);
    assertThat(sampling.scale()).isEqualTo(10.0);
    assertThat(sampling.rate()).isEqualTo(0.1);
    assertThat(sampling.isEverything()).isFalse();
  }

  @Test
  void draw_rateBelowOne_isUnbiased() {
    Sampling sampling = new Sampling(0.3);
    int drawn = 0;
    for (int i = 0; i < 1_000_000; i++) {
      drawn += sampling.draw() ? 1 : 0;
    }

    // Ten standard deviations: a chance of 10^-23 to fail.
    assertThat(drawn).isBetween(300_000 - 4583, 300_000 + 4583);
  }
}

package io.cachier.exporter.statsd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RemaindersTest {
  private final Remainders remainders = new Remainders();

  private long round(String counter, double added) {
    remainders.begin();
    long whole = remainders.take(counter, added);
    remainders.commit();
    return whole;
  }

  @Test
  void take_fractions_addUp() {
    assertThat(round("a", 0.4)).isZero();
    assertThat(round("a", 0.4)).isZero();
    assertThat(round("b", 0.4)).as("each counter has its own").isZero();
    assertThat(round("a", 0.4)).isEqualTo(1);
    assertThat(round("a", 0.8)).isEqualTo(1);
    assertThat(round("a", 0)).isZero();
  }

  @Test
  void take_notCommitted_comesAgain() {
    remainders.begin();
    assertThat(remainders.take("a", 1.6)).isEqualTo(1);
    remainders.begin();
    assertThat(remainders.take("a", 1.6)).isEqualTo(1);
    remainders.commit();

    assertThat(round("a", 0.4)).as("0.6 were left, once").isEqualTo(1);
  }

  @Test
  void take_manyTenths_loseNothing() {
    long sum = 0;
    for (int i = 0; i < 100_000; i++) {
      sum += round("a", 0.1);
    }
    assertThat(sum).isEqualTo(10_000);
  }

  @Test
  void take_wholeButForTheLastBit_isWhole() {
    assertThat(round("a", 4.35 * 100)).as("435 less a bit").isEqualTo(435);
    assertThat(round("a", 0)).isZero();
  }
}

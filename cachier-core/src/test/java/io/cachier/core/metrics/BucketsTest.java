package io.cachier.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BucketsTest {
  /** {@code n <= 2^(i/8) * 10^9} is {@code n^8 <= 2^i * 10^72}: exact in integers. */
  private static final BigInteger BILLION_TO_THE_EIGHTH = BigInteger.TEN.pow(72);

  @Test
  void upperNanos_everyPosition_isTheExactFloorOfTheBound() {
    for (int position = 0; position < Buckets.COUNT; position++) {
      long upper = Buckets.upperNanos(position);

      assertThat(isWithin(upper, position)).as("%s in %s", upper, position).isTrue();
      assertThat(isWithin(upper + 1, position)).as("%s + 1 in %s", upper, position).isFalse();
    }
  }

  @Test
  void positionOf_everyBound_isInAndOneNanosecondMoreIsOut() {
    for (int position = 0; position < Buckets.COUNT - 1; position++) {
      long upper = Buckets.upperNanos(position);

      assertThat(Buckets.positionOf(upper)).isEqualTo(positionByIntegers(upper));
      assertThat(Buckets.positionOf(upper + 1)).isEqualTo(positionByIntegers(upper + 1));
      assertThat(Buckets.positionOf(upper + 1)).isGreaterThan(position);
    }
  }

  @Test
  void positionOf_powersOfTwoSeconds_closeTheirBucket() {
    for (int octave = 0; octave <= 25; octave++) {
      long nanos = 1_000_000_000L << octave;

      assertThat(Buckets.positionOf(nanos) + Buckets.FIRST_INDEX).isEqualTo(8 * octave);
    }
    // 2^-9 s = 1 953 125 ns is the smallest power of two that is a whole number of nanoseconds.
    assertThat(Buckets.positionOf(1_953_125) + Buckets.FIRST_INDEX).isEqualTo(-72);
    assertThat(Buckets.positionOf(1_953_126) + Buckets.FIRST_INDEX).isEqualTo(-71);
  }

  @Test
  void positionOf_smallNumbers_areAllFiledExactly() {
    for (long nanos = 1; nanos <= 100_000; nanos++) {
      assertThat(Buckets.positionOf(nanos)).isEqualTo(positionByIntegers(nanos));
    }
  }

  @Test
  void positionOf_twoMillionRandomDurations_areAllFiledExactly() {
    Random random = new Random(17);
    for (int i = 0; i < 2_000_000; i++) {
      long nanos = Math.max(1, random.nextLong() >>> (10 + random.nextInt(53)));
      int position = Buckets.positionOf(nanos);

      if (!isWithin(nanos, position) || (position > 0 && isWithin(nanos, position - 1))) {
        assertThat(position).as("%s ns", nanos).isEqualTo(positionByIntegers(nanos));
      }
    }
  }

  @Test
  void positionOf_outsideTheRange_isClamped() {
    assertThat(Buckets.positionOf(0)).isZero();
    assertThat(Buckets.positionOf(-1)).isZero();
    assertThat(Buckets.positionOf(Long.MIN_VALUE)).isZero();
    assertThat(Buckets.positionOf(33_554_432_000_000_000L)).isEqualTo(Buckets.COUNT - 1);
    assertThat(Buckets.positionOf(33_554_432_000_000_001L)).isEqualTo(Buckets.COUNT - 1);
    assertThat(Buckets.positionOf(Long.MAX_VALUE)).isEqualTo(Buckets.COUNT - 1);
  }

  @Test
  void count_isWholeOctavesFromOneNanosecondTo388Days() {
    assertThat(Buckets.COUNT).isEqualTo(440);
    assertThat(Buckets.OCTAVES).isEqualTo(55);
    assertThat(Buckets.COUNT - 1 + Buckets.FIRST_INDEX).isEqualTo(25 * 8);
  }

  private static boolean isWithin(long nanos, int position) {
    int index = position + Buckets.FIRST_INDEX;
    BigInteger power = BigInteger.valueOf(nanos).pow(8);
    return index < 0
        ? power.shiftLeft(-index).compareTo(BILLION_TO_THE_EIGHTH) <= 0
        : power.compareTo(BILLION_TO_THE_EIGHTH.shiftLeft(index)) <= 0;
  }

  private static int positionByIntegers(long nanos) {
    int low = 0;
    int high = Buckets.COUNT - 1;
    while (low < high) {
      int middle = (low + high) / 2;
      if (isWithin(nanos, middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}

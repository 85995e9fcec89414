package io.cachier.core.metrics;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Files integer nanoseconds into the buckets of a Prometheus native histogram of schema 3, exactly:
 * bucket {@code i} ends at {@code 2^(i/8)} seconds, its upper bound included.
 *
 * <p>A duration's leading one and the four bits behind it fix it to within a sixteenth, which is
 * less than the width of a bucket (9 %). So one table gives the first bucket it can be in, and one
 * comparison tells whether it is that one or the next.
 */
final class Buckets {
  /** Buckets to an octave, and cells to a chunk. */
  static final int PER_OCTAVE = 8;

  /** The schema 3 index of position 0: the bucket of one nanosecond, {@code 2^(-239/8)} seconds. */
  static final int FIRST_INDEX = -239;

  /** The last position ends at {@code 2^25} seconds, 388 days; what is longer is filed there. */
  static final int COUNT = 25 * PER_OCTAVE - FIRST_INDEX + 1;

  static final int OCTAVES = COUNT / PER_OCTAVE;

  private static final int SUBDIVISION_BITS = 4;
  private static final long[] UPPER_NANOS = upperNanos();
  private static final long LONGEST_NANOS = UPPER_NANOS[COUNT - 1];
  private static final short[] START = starts();

  private Buckets() {}

  /** Where a duration is counted: 0 to {@code COUNT - 1}. Zero and less count as one nanosecond. */
  static int positionOf(long nanos) {
    long inRange = Math.min(Math.max(nanos, 1), LONGEST_NANOS);
    int start = START[slotOf(inRange)];
    // The sign bit of the difference is the comparison, without a branch to mispredict.
    return start + (int) ((UPPER_NANOS[start] - inRange) >>> 63);
  }

  /** The longest whole nanoseconds that a position holds. */
  static long upperNanos(int position) {
    return UPPER_NANOS[position];
  }

  private static int slotOf(long nanos) {
    int zeros = Long.numberOfLeadingZeros(nanos);
    int exponent = Long.SIZE - 1 - zeros;
    // The shift by zeros + 1 drops the leading one; a count of 64 occurs for no positive number
    // but 1, where Java's shift by 64 would be none at all, so it is done in two steps.
    int fraction = (int) (nanos << zeros << 1 >>> (Long.SIZE - SUBDIVISION_BITS));
    return exponent << SUBDIVISION_BITS | fraction;
  }

  private static long[] upperNanos() {
    MathContext precision = new MathContext(60);
    BigDecimal eighthRoot = BigDecimal.valueOf(2).sqrt(precision).sqrt(precision).sqrt(precision);
    long[] bounds = new long[COUNT];
    for (int position = 0; position < COUNT; position++) {
      int index = position + FIRST_INDEX;
      int octave = Math.floorDiv(index, PER_OCTAVE);
      BigDecimal power = new BigDecimal(BigInteger.ONE.shiftLeft(Math.abs(octave)));
      BigDecimal seconds = octave < 0 ? BigDecimal.ONE.divide(power, precision) : power;
      BigDecimal bound =
          seconds
              .multiply(eighthRoot.pow(Math.floorMod(index, PER_OCTAVE)))
              .multiply(BigDecimal.valueOf(1_000_000_000));
      bounds[position] = bound.setScale(0, RoundingMode.FLOOR).longValueExact();
    }
    return bounds;
  }

  private static short[] starts() {
    short[] starts = new short[slotOf(LONGEST_NANOS) + 1];
    int position = 0;
    for (int slot = 0; slot < starts.length; slot++) {
      int exponent = slot >> SUBDIVISION_BITS;
      long fraction = slot & ((1 << SUBDIVISION_BITS) - 1);
      // Below 16 ns not every slot has a number of its own: rounding up finds the first that has.
      long whole = 1L << exponent;
      long least = whole + ((fraction * whole + 15) >> SUBDIVISION_BITS);
      while (UPPER_NANOS[position] < Math.min(least, LONGEST_NANOS)) {
        position++;
      }
      starts[slot] = (short) position;
    }
    return starts;
  }
}

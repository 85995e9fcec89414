package io.cachier.exporter.statsd;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as every StatsD server reads them: digits and a point, no exponent. */
final class NumberText {
  private static final int FRACTION_DIGITS = 9;

  private NumberText() {}

  /**
   * A gauge's value.
   *
   * @param value a finite number
   * @return its digits, rounded to nine places; never {@code -0}
   */
  static String of(double value) {
    if (value == Math.rint(value) && Math.abs(value) < Long.MAX_VALUE) {
      return Long.toString((long) value);
    }
    BigDecimal exact = BigDecimal.valueOf(value);
    BigDecimal rounded =
        exact.setScale(Math.min(exact.scale(), FRACTION_DIGITS), RoundingMode.HALF_EVEN);
    return rounded.stripTrailingZeros().toPlainString();
  }

  /**
   * A duration in microseconds.
   *
   * @param seconds a finite duration
   * @return its digits, to the nanosecond
   */
  static String micros(double seconds) {
    return of(Math.rint(seconds * 1e9) / 1e3);
  }
}

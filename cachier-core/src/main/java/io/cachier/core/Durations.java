package io.cachier.core;

import java.time.Duration;

/** Durations as nanoseconds that never overflow, and never read as {@link Freshness#UNLIMITED}. */
final class Durations {
  private Durations() {}

  static long saturatedNanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE - 1;
    }
  }
}

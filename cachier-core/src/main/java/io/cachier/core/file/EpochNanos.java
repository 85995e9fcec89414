package io.cachier.core.file;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Moments as one long: nanoseconds since 1970, which last until the year 2262. Finer than
 * milliseconds, so that a value stored just now is older than nothing.
 */
final class EpochNanos {
  /** Later than every moment. */
  static final long NEVER = Long.MAX_VALUE;

  private EpochNanos() {}

  static long of(Instant instant) {
    return Math.addExact(
        TimeUnit.SECONDS.toNanos(instant.getEpochSecond()), (long) instant.getNano());
  }

  /** The moment so long after another; {@link #NEVER} where a long can't tell it. */
  static long after(long epochNanos, Duration time) {
    long span = span(time);
    return span > NEVER - epochNanos ? NEVER : epochNanos + span;
  }

  /** The length of a duration, cut where a long ends. */
  static long span(Duration time) {
    return time.compareTo(Duration.ofNanos(Long.MAX_VALUE)) >= 0 ? Long.MAX_VALUE : time.toNanos();
  }
}

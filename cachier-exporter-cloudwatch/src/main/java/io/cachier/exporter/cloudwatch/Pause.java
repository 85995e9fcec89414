package io.cachier.exporter.cloudwatch;

import io.cachier.spi.Ticker;
import java.time.Duration;

/** After each failure twice as long as after the one before. Used by one thread. */
final class Pause {
  static final Duration FIRST = Duration.ofMinutes(1);
  static final Duration LONGEST = Duration.ofMinutes(15);

  private final Ticker ticker;
  private long untilNanos;
  private long lengthNanos;

  Pause(Ticker ticker) {
    this.ticker = ticker;
  }

  boolean isOver() {
    return lengthNanos == 0 || ticker.nanos() - untilNanos >= 0;
  }

  /** Failures while it lasts are of the same attempt, and change nothing. */
  void afterFailure() {
    if (isOver()) {
      lengthNanos =
          lengthNanos == 0 ? FIRST.toNanos() : Math.min(2 * lengthNanos, LONGEST.toNanos());
      untilNanos = ticker.nanos() + lengthNanos;
    }
  }

  void afterSuccess() {
    lengthNanos = 0;
  }
}

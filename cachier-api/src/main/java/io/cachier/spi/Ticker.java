package io.cachier.spi;

/** A monotonic clock of nanoseconds with an arbitrary origin. Thread-safe. */
@FunctionalInterface
public interface Ticker {
  /**
   * The time on this clock.
   *
   * @return nanoseconds; only differences mean anything
   */
  long nanos();

  /**
   * The system's clock, {@link System#nanoTime()}.
   *
   * @return the default clock
   */
  static Ticker system() {
    return SystemTicker.INSTANCE;
  }
}

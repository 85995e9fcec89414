package io.cachier.exporter.statsd;

import java.util.concurrent.TimeUnit;

/**
 * Spreads packets evenly over time, so that none overruns the buffer of the server's socket. After
 * a pause a few may go at once: as many as the pace allows in 10 milliseconds, which is about what
 * a system's timer may be late by. Not thread-safe.
 */
final class Pace {
  private static final long AHEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private long dueNanos;

  Pace(long nowNanos) {
    this.dueNanos = nowNanos;
  }

  /**
   * Asks whether the next packet may go.
   *
   * @param perSecond the pace
   * @param nowNanos now, on the clock that the constructor was given
   * @return 0 if it may go, which is noted; else how long to wait until asking again
   */
  long pauseNanos(double perSecond, long nowNanos) {
    long aheadNanos = Math.max(0, dueNanos - nowNanos);
    if (aheadNanos > AHEAD_NANOS) {
      return aheadNanos - AHEAD_NANOS;
    }
    dueNanos = nowNanos + aheadNanos + (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
    return 0;
  }
}

package io.cachier.backend.mongo;

import java.util.concurrent.TimeUnit;

/**
 * What time it is at a server that tells it only when greeted: between two bounds, since nobody
 * knows when between question and answer the server looked at its clock. The bounds widen as time
 * goes by, by more than any quartz or its correction is off. Immutable.
 *
 * @param serverMillis what the server told, cut to whole milliseconds
 * @param sentNanos when it was asked, by this process's {@code nanoTime}
 * @param receivedNanos when it had answered
 */
record ServerClock(long serverMillis, long sentNanos, long receivedNanos) {
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long GOOD_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** Clocks that are corrected run wrong by 500 millionths at most, and there are two of them. */
  private static final long DRIFT = 1_000;

  /** It is not earlier at the server. */
  long earliestMillis(long nowNanos) {
    long since = nowNanos - receivedNanos;
    return serverMillis + Math.floorDiv(since - since / DRIFT, 1_000_000L);
  }

  /** It is not later at the server. */
  long latestMillis(long nowNanos) {
    long since = nowNanos - sentNanos;
    return serverMillis + 1 + -Math.floorDiv(-(since + since / DRIFT), 1_000_000L);
  }

  /** Whether the server should be asked again, soon. */
  boolean isOld(long nowNanos) {
    return nowNanos - receivedNanos > FRESH_NANOS;
  }

  /** Whether it can't be relied on any more: the server's clock may have been set since. */
  boolean isTooOld(long nowNanos) {
    return nowNanos - receivedNanos > GOOD_NANOS;
  }
}

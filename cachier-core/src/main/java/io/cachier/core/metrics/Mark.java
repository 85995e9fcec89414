package io.cachier.core.metrics;

/**
 * The end of a stretch of time, and what was recorded in it. Nothing was recorded from {@code
 * fromNanos} until {@code toNanos}, so that the mark stands for every moment between: after idling,
 * for all the boundaries that were missed.
 *
 * @param fromNanos the boundary that was due
 * @param toNanos when the tally was taken, at the boundary or later
 * @param tally what was recorded since the mark before
 */
record Mark(long fromNanos, long toNanos, PackedTally tally) {
  /** The last moment that the mark stands for which is not after the one asked for. */
  long nearestTo(long momentNanos) {
    boolean inside = fromNanos - momentNanos <= 0 && momentNanos - toNanos <= 0;
    return inside ? momentNanos : toNanos;
  }
}

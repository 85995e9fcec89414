package io.cachier.core.metrics;

import java.time.Duration;
import java.util.List;

/**
 * The past of one function since it was built or reset: where it began, and a ring of marks for
 * each configured window, the shortest first. Immutable: turning it makes a new one, which a
 * recorder puts in the place of the one it was made from, or else discards.
 *
 * @param beginNanos when that was
 * @param begin all that had been recorded before, ages and operations included
 * @param rings one for each window
 * @param nextNanos when the first ring is due
 */
record Timeline(long beginNanos, PackedTally begin, List<Ring> rings, long nextNanos) {
  /** Begins with everything that was recorded so far; the tally is used up. */
  static Timeline startingAt(long nowNanos, Tally recorded, List<Duration> windows) {
    PackedTally begin = PackedTally.of(recorded);
    recorded.reduceToWindows();
    PackedTally ringBegin = PackedTally.of(recorded);
    return of(
        nowNanos,
        begin,
        windows.stream().map(w -> Ring.startingAt(nowNanos, ringBegin, w)).toList());
  }

  private static Timeline of(long beginNanos, PackedTally begin, List<Ring> rings) {
    long nextNanos = rings.get(0).nextNanos();
    for (Ring ring : rings) {
      if (ring.nextNanos() - nextNanos < 0) {
        nextNanos = ring.nextNanos();
      }
    }
    return new Timeline(beginNanos, begin, rings, nextNanos);
  }

  boolean isDue(long nowNanos) {
    return nowNanos - nextNanos >= 0;
  }

  /** With a mark in every ring that is due. */
  Timeline turned(long nowNanos, Tally tally) {
    return of(beginNanos, begin, rings.stream().map(r -> r.turned(nowNanos, tally)).toList());
  }

  /** The finest ring that is long enough for a window. */
  Ring spanning(long windowNanos) {
    for (Ring ring : rings) {
      if (ring.spanNanos() >= windowNanos) {
        return ring;
      }
    }
    throw new IllegalArgumentException("no ring spans " + windowNanos + " ns");
  }
}

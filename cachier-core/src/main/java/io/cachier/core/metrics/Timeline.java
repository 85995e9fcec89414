package io.cachier.core.metrics;

import java.time.Duration;
import java.util.List;

/**
 * The past of one function since it was built or reset: where it began, and a ring of marks for
 * each configured window, the shortest first. Immutable: turning it makes a new one, which a
 * recorder puts in the place of the one it was made from, or else discards.
 *
 * @param base the begin
 * @param rings one for each window
 * @param latest the last tally taken
 * @param nextNanos when the first ring is due
 */
record Timeline(Mark base, List<Ring> rings, PackedTally latest, long nextNanos) {
  static Timeline startingAt(long nowNanos, PackedTally tally, List<Duration> windows) {
    Mark base = new Mark(nowNanos, nowNanos, tally);
    return of(base, windows.stream().map(w -> Ring.startingAt(base, w)).toList(), tally);
  }

  private static Timeline of(Mark base, List<Ring> rings, PackedTally latest) {
    long nextNanos = rings.get(0).nextNanos();
    for (Ring ring : rings) {
      if (ring.nextNanos() - nextNanos < 0) {
        nextNanos = ring.nextNanos();
      }
    }
    return new Timeline(base, rings, latest, nextNanos);
  }

  boolean isDue(long nowNanos) {
    return nowNanos - nextNanos >= 0;
  }

  /** With a mark in every ring that is due. */
  Timeline turned(long nowNanos, Tally tally) {
    PackedTally packed = PackedTally.of(tally, latest);
    return of(base, rings.stream().map(r -> r.turned(nowNanos, packed)).toList(), packed);
  }

  /** Where a window begins: found in the finest ring that is long enough. */
  Mark reaching(long nowNanos, long windowNanos) {
    for (Ring ring : rings) {
      if (ring.spanNanos() >= windowNanos) {
        return ring.reaching(nowNanos - windowNanos);
      }
    }
    throw new IllegalArgumentException("no ring spans " + windowNanos + " ns");
  }
}

package io.cachier.core.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The marks of one configured window, a twelfth of it apart (a 24th for a day or more). Immutable;
 * times are compared by difference, for the clock may be negative and may wrap.
 *
 * <p>Each mark holds the difference to the mark before, for that needs far less memory than totals:
 * only the buckets used in its stretch, and small numbers.
 *
 * @param spanNanos the window's length
 * @param slotNanos the distance of the boundaries
 * @param nextNanos the next boundary
 * @param marks the oldest first, never empty
 * @param total all that had been recorded by the last mark
 */
record Ring(long spanNanos, long slotNanos, long nextNanos, List<Mark> marks, PackedTally total) {
  private static final Duration LONG_WINDOW = Duration.ofDays(1);

  static Ring startingAt(long nowNanos, PackedTally total, Duration window) {
    long spanNanos = window.toNanos();
    long slotNanos = spanNanos / (window.compareTo(LONG_WINDOW) < 0 ? 12 : 24);
    Mark begin = new Mark(nowNanos, nowNanos, PackedTally.ZERO);
    return new Ring(spanNanos, slotNanos, nowNanos + slotNanos, List.of(begin), total);
  }

  boolean isDue(long nowNanos) {
    return nowNanos - nextNanos >= 0;
  }

  /** With a mark for all boundaries up to now, and without the marks that are too old to serve. */
  Ring turned(long nowNanos, Tally tally) {
    if (!isDue(nowNanos)) {
      return this;
    }
    Tally sinceLast = tally.copy();
    total.subtractFrom(sinceLast);
    List<Mark> kept = new ArrayList<>(marks);
    kept.add(new Mark(nextNanos, nowNanos, PackedTally.of(sinceLast)));
    // One slot more than the window, for a reader whose "now" is older than this one.
    long oldestNeeded = nowNanos - spanNanos - slotNanos;
    while (kept.size() > 1 && kept.get(1).fromNanos() - oldestNeeded <= 0) {
      kept.remove(0);
    }
    long missed = (nowNanos - nextNanos) / slotNanos;
    long followingNanos = nextNanos + (missed + 1) * slotNanos;
    return new Ring(spanNanos, slotNanos, followingNanos, List.copyOf(kept), PackedTally.of(tally));
  }

  /**
   * Leaves in a tally of now what was recorded since a moment: more exactly, since the newest mark
   * that reaches back to it, or else the oldest there is.
   *
   * @return when that was, as late as that mark allows
   */
  long retainSince(long momentNanos, Tally now) {
    total.subtractFrom(now);
    List<Mark> later = after(momentNanos);
    later.forEach(mark -> mark.tally().addTo(now));
    return marks.get(marks.size() - later.size() - 1).nearestTo(momentNanos);
  }

  /** The same for the hit counts alone. */
  void retainSince(long momentNanos, HitCounts now) {
    total.subtractFrom(now);
    after(momentNanos).forEach(mark -> mark.tally().addTo(now));
  }

  /** The marks after the newest that reaches back to a moment, or after the oldest there is. */
  private List<Mark> after(long momentNanos) {
    int at = marks.size() - 1;
    while (at > 0 && marks.get(at).fromNanos() - momentNanos > 0) {
      at--;
    }
    return marks.subList(at + 1, marks.size());
  }
}

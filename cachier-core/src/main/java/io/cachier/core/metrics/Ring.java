package io.cachier.core.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The marks of one configured window, a twelfth of it apart (a 24th for a day or more). Immutable;
 * times are compared by difference, for the clock may be negative and may wrap.
 *
 * @param spanNanos the window's length
 * @param slotNanos the distance of the boundaries
 * @param nextNanos the next boundary
 * @param marks the oldest first, never empty
 */
record Ring(long spanNanos, long slotNanos, long nextNanos, List<Mark> marks) {
  private static final Duration LONG_WINDOW = Duration.ofDays(1);

  static Ring startingAt(Mark base, Duration window) {
    long spanNanos = window.toNanos();
    long slotNanos = spanNanos / (window.compareTo(LONG_WINDOW) < 0 ? 12 : 24);
    return new Ring(spanNanos, slotNanos, base.toNanos() + slotNanos, List.of(base));
  }

  boolean isDue(long nowNanos) {
    return nowNanos - nextNanos >= 0;
  }

  /** With a mark for all boundaries up to now, and without the marks that are too old to serve. */
  Ring turned(long nowNanos, PackedTally tally) {
    if (!isDue(nowNanos)) {
      return this;
    }
    List<Mark> kept = new ArrayList<>(marks);
    kept.add(new Mark(nextNanos, nowNanos, tally));
    // One slot more than the window, for a reader whose "now" is older than this one.
    long oldestNeeded = nowNanos - spanNanos - slotNanos;
    while (kept.size() > 1 && kept.get(1).fromNanos() - oldestNeeded <= 0) {
      kept.remove(0);
    }
    long missed = (nowNanos - nextNanos) / slotNanos;
    return new Ring(spanNanos, slotNanos, nextNanos + (missed + 1) * slotNanos, List.copyOf(kept));
  }

  /** The newest mark that reaches back to a moment, or else the oldest there is. */
  Mark reaching(long momentNanos) {
    for (int i = marks.size() - 1; i > 0; i--) {
      if (marks.get(i).fromNanos() - momentNanos <= 0) {
        return marks.get(i);
      }
    }
    return marks.get(0);
  }
}

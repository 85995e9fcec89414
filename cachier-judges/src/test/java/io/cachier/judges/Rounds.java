package io.cachier.judges;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * When the rounds of a known load ended.
 *
 * @param millis since 1970, in order
 */
record Rounds(List<Long> millis) {
  /** A round that comes later than this after the one before was held up. */
  private static final long MOST_BETWEEN_MILLIS = 2 * KnownLoad.ROUND_MILLIS;

  static Rounds of(Tethered load) {
    return new Rounds(
        load.lines().stream()
            .filter(line -> line.startsWith(KnownLoad.ROUND))
            .map(line -> Long.valueOf(line.substring(KnownLoad.ROUND.length())))
            .toList());
  }

  long count() {
    return millis.size();
  }

  /** How many ended in a range that ends at a moment. */
  long within(Instant end, Duration range) {
    long to = end.toEpochMilli();
    long from = to - range.toMillis();
    return millis.stream().filter(at -> at > from && at <= to).count();
  }

  /** Whether none was held up in a range that ends at a moment, nor right before and after it. */
  boolean areEvenUpTo(Instant end, Duration range) {
    long to = end.toEpochMilli() + MOST_BETWEEN_MILLIS;
    long from = end.toEpochMilli() - range.toMillis() - MOST_BETWEEN_MILLIS;
    long before = Long.MIN_VALUE;
    for (long at : millis) {
      if (at > from && before != Long.MIN_VALUE && at - before > MOST_BETWEEN_MILLIS) {
        return false;
      }
      if (before == Long.MIN_VALUE && at > from) {
        return false;
      }
      if (at > to) {
        return true;
      }
      before = at;
    }
    return false;
  }
}

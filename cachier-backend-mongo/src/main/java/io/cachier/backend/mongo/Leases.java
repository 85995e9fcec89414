package io.cachier.backend.mongo;

import java.time.Duration;

/** Bounds of the times that are written. */
final class Leases {
  /** How long an entry without an end is kept; every document has one. */
  static final Duration FOR_EVER = Duration.ofDays(36_500);

  /** How long a claim is kept after its lease at least, where the lease's length is not known. */
  static final Duration AFTER = Duration.ofDays(1);

  private Leases() {}

  /** In whole milliseconds, rounded up; at least one, since nothing can end before it began. */
  static Duration bounded(Duration time) {
    Duration most = time.compareTo(FOR_EVER) > 0 ? FOR_EVER : time;
    return Duration.ofMillis(Math.max(1, most.plusNanos(999_999).toMillis()));
  }
}

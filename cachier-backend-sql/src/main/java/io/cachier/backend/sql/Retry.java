package io.cachier.backend.sql;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Does again what the database undid because somebody else was at it: a deadlock, a serialization
 * failure, a lock that was not had in time, two inserts of one row. Each of our statements is a
 * transaction of its own, so nothing is left of the first attempt.
 */
final class Retry {
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** What may be done more than once. */
  interface Attempt<T> {
    T make() throws Exception;
  }

  /** Until it succeeds, fails otherwise, or the time is up; then with its last failure. */
  <T> T run(Attempt<T> attempt, long deadlineNanos) throws Exception {
    long pauseNanos = FIRST_PAUSE_NANOS;
    while (true) {
      try {
        return attempt.make();
      } catch (Exception failure) {
        long drawnNanos = ThreadLocalRandom.current().nextLong(pauseNanos / 2, pauseNanos + 1);
        if (!SqlFailure.isConflict(failure) || System.nanoTime() + drawnNanos - deadlineNanos > 0) {
          throw failure;
        }
        LockSupport.parkNanos(this, drawnNanos);
        pauseNanos = Math.min(LONGEST_PAUSE_NANOS, 2 * pauseNanos);
      }
    }
  }
}

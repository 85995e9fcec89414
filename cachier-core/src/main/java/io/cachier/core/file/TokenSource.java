package io.cachier.core.file;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives numbers above 0 that no process gave before for the same key: the wall clock's microsecond,
 * which moves on between two claims under one key's lock, and eight random bits for the case that
 * the clock was set back. Within one process they only rise.
 */
final class TokenSource {
  private static final int RANDOM_BITS = 8;

  private final AtomicLong last = new AtomicLong();

  long next(long nowEpochNanos) {
    long random = ThreadLocalRandom.current().nextLong(1L << RANDOM_BITS);
    long candidate = ((nowEpochNanos / 1_000) << RANDOM_BITS) | random;
    return last.updateAndGet(previous -> Math.max(previous + 1, candidate));
  }
}

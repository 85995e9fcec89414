package io.cachier.core.file;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives numbers above 0 that no process gave before for the same key: the wall clock's microsecond,
 * which moves on between two claims under one key's lock, and eight random bits for the case that
 * the clock was set back. Within one process they only rise, and above that of a claim that they
 * replace.
 */
final class TokenSource {
  private static final int RANDOM_BITS = 8;

  private static final AtomicLong LAST = new AtomicLong();

  private TokenSource() {}

  static long next(long nowEpochNanos, long above) {
    long random = ThreadLocalRandom.current().nextLong(1L << RANDOM_BITS);
    long candidate = ((nowEpochNanos / 1_000) << RANDOM_BITS) | random;
    return LAST.updateAndGet(previous -> Math.max(Math.max(previous, above) + 1, candidate));
  }
}

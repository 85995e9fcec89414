package io.cachier.backend.sql;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tokens and versions: random numbers above 0. SplitMix64 over a counter that begins anywhere, so
 * one process repeats none, and two processes meet by chance alone. A counter would be one row that
 * every claim of every process waits for; and a number of our own tells our claim when it is sent
 * again.
 */
final class UniqueNumbers {
  private static final long STEP = 0x9e3779b97f4a7c15L;

  private final AtomicLong state = new AtomicLong(new SecureRandom().nextLong());

  long next() {
    long number;
    do {
      number = mixed(state.addAndGet(STEP)) >>> 1;
    } while (number == 0);
    return number;
  }

  private static long mixed(long seed) {
    long z = seed;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}

package io.cachier.core.metrics;

import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.Outcome;

/**
 * The numbers of histograms and counters in the arrays of one process: never stored, never sent.
 */
@SuppressWarnings(
    "EnumOrdinal") // Arrays are what a hot path can afford, and nothing outlives them.
final class Numbering {
  /** Durations recorded by hand, of no outcome; the outcomes come before. */
  static final int OTHER = Outcome.values().length;

  /** Runs of the function. */
  static final int COMPUTATIONS = OTHER + 1;

  static final int HISTOGRAMS = COMPUTATIONS + 1;
  static final int COUNTERS = CacheCounter.values().length;

  private Numbering() {}

  static int of(Outcome outcome) {
    return outcome.ordinal();
  }

  static int of(CacheCounter counter) {
    return counter.ordinal();
  }
}

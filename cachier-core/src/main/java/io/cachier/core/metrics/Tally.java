package io.cachier.core.metrics;

import java.util.Arrays;

/** All figures of a function at one moment, or between two; mutable, and used by one thread. */
final class Tally {
  private static final long[] UNUSED = {};

  private final long[][] histograms = new long[Numbering.HISTOGRAMS][];
  private final long[] counters = new long[Numbering.COUNTERS];

  Tally() {
    Arrays.fill(histograms, UNUSED);
  }

  /** The numbers of one histogram, of length 0 if it is not in use. */
  long[] histogram(int number) {
    return histograms[number];
  }

  /** The numbers of one histogram, for writing. */
  long[] writable(int number) {
    if (isEmpty(number)) {
      histograms[number] = new long[Cells.WIDTH];
    }
    return histograms[number];
  }

  Tally copy() {
    Tally copy = new Tally();
    for (int i = 0; i < histograms.length; i++) {
      copy.histograms[i] = histograms[i].clone();
    }
    System.arraycopy(counters, 0, copy.counters, 0, counters.length);
    return copy;
  }

  /** Drops what windows do not hold. */
  void reduceToWindows() {
    Arrays.fill(histograms, Numbering.IN_WINDOWS, histograms.length, UNUSED);
  }

  private boolean isEmpty(int number) {
    return histograms[number].length == 0;
  }

  /** Whether nothing is in a histogram, in use or not. */
  boolean isZero(int number) {
    return isZero(histograms[number]);
  }

  /** Whether nothing was recorded at all. */
  boolean isZero() {
    for (long[] totals : histograms) {
      if (!isZero(totals)) {
        return false;
      }
    }
    return isZero(counters);
  }

  private static boolean isZero(long[] numbers) {
    for (long number : numbers) {
      if (number != 0) {
        return false;
      }
    }
    return true;
  }

  /** How many durations a histogram holds. */
  long count(int number) {
    long count = 0;
    if (!isEmpty(number)) {
      for (int position = 0; position < Buckets.COUNT; position++) {
        count += histograms[number][position];
      }
    }
    return count;
  }

  long[] counters() {
    return counters;
  }

  /**
   * The figures of a snapshot.
   *
   * @param samplingScale what a call that follows the draw stands for
   */
  Figures figures(double samplingScale) {
    Figures figures = new Figures(samplingScale);
    for (int number = 0; number < histograms.length; number++) {
      if (!isEmpty(number)) {
        figures.add(number, histograms[number]);
      }
    }
    return figures;
  }
}

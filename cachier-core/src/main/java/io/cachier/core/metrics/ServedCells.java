package io.cachier.core.metrics;

/**
 * What one thread alone records of calls that were served a value: how long they took, and how old
 * it was.
 */
final class ServedCells {
  /** The age of a value that nobody told. */
  static final long NO_AGE = -1;

  private final Cells durations = Cells.padded();
  private final AgeCells ages = new AgeCells();

  /** Records from the one thread that ever writes these cells. */
  void addOwned(long nanos, long savedNanos, long ageNanos) {
    durations.addOwned(nanos, savedNanos);
    if (ageNanos != NO_AGE) {
      ages.addOwned(ageNanos);
    }
  }

  Cells durations() {
    return durations;
  }

  AgeCells ages() {
    return ages;
  }
}

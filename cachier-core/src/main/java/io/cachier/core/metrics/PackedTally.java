package io.cachier.core.metrics;

/**
 * A tally as it is kept for the windows: variable-length numbers in one array. First the hit
 * counts, which can so be had without the rest. Then for each histogram in use its number, its two
 * sums, and its buckets; the counters follow under a number that no histogram has. What was not
 * recorded takes no byte: there are many kinds of figures, and a function uses few.
 */
final class PackedTally {
  /** Nothing recorded. */
  static final PackedTally ZERO = new PackedTally(new byte[0]);

  private static final int COUNTERS = Numbering.HISTOGRAMS;

  private final byte[] bytes;

  private PackedTally(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Packs a tally. */
  static PackedTally of(Tally tally) {
    if (tally.isZero()) {
      return ZERO;
    }
    NumberWriter writer = new NumberWriter();
    HitCounts.of(tally).writeTo(writer);
    for (int number = 0; number < Numbering.HISTOGRAMS; number++) {
      if (!tally.isZero(number)) {
        long[] totals = tally.histogram(number);
        writer.write(number);
        writer.write(totals[Cells.SUM]);
        writer.write(totals[Cells.SAVED]);
        writer.writeUsed(totals, Buckets.COUNT);
      }
    }
    writer.write(COUNTERS);
    writer.writeUsed(tally.counters(), Numbering.COUNTERS);
    return new PackedTally(writer.toBytes());
  }

  /** Takes this from a tally, leaving in a later one what was recorded since. */
  void subtractFrom(Tally later) {
    addTo(later, -1);
  }

  /** Adds this to a tally. */
  void addTo(Tally tally) {
    addTo(tally, 1);
  }

  /** Takes this from counts, leaving in later ones what was recorded since. */
  void subtractFrom(HitCounts later) {
    addTo(later, -1);
  }

  /** Adds this to counts. */
  void addTo(HitCounts counts) {
    addTo(counts, 1);
  }

  private void addTo(Tally tally, int sign) {
    NumberReader reader = new NumberReader(bytes);
    if (reader.hasMore()) {
      new HitCounts().addFrom(reader, sign);
    }
    while (reader.hasMore()) {
      int number = (int) reader.next();
      if (number == COUNTERS) {
        reader.addUsed(tally.counters(), sign);
      } else {
        long[] totals = tally.writable(number);
        totals[Cells.SUM] += sign * reader.next();
        totals[Cells.SAVED] += sign * reader.next();
        reader.addUsed(totals, sign);
      }
    }
  }

  private void addTo(HitCounts counts, int sign) {
    NumberReader reader = new NumberReader(bytes);
    if (reader.hasMore()) {
      counts.addFrom(reader, sign);
    }
  }
}

package io.cachier.core.metrics;

import java.io.ByteArrayOutputStream;

/**
 * A tally as it is kept for the windows: each histogram as bytes, in variable-length numbers (its
 * sums, then gap and count of each bucket in use), and so are the counters. A part in which nothing
 * was recorded takes no bytes of its own.
 */
final class PackedTally {
  private static final byte[] NOTHING = {};

  /** Nothing recorded. */
  static final PackedTally ZERO = new PackedTally(new Tally());

  private final byte[][] parts = new byte[Numbering.HISTOGRAMS + 1][];

  private PackedTally(Tally tally) {
    for (int i = 0; i < Numbering.HISTOGRAMS; i++) {
      parts[i] = isZero(tally.histogram(i)) ? NOTHING : packed(tally.histogram(i));
    }
    parts[Numbering.HISTOGRAMS] =
        isZero(tally.counters()) ? NOTHING : packedCounters(tally.counters());
  }

  /** Packs a tally. */
  static PackedTally of(Tally tally) {
    PackedTally packed = new PackedTally(tally);
    for (byte[] part : packed.parts) {
      if (part.length > 0) {
        return packed;
      }
    }
    return ZERO;
  }

  /** Takes this from a tally, leaving in a later one what was recorded since. */
  void subtractFrom(Tally later) {
    addTo(later, -1);
  }

  /** Adds this to a tally. */
  void addTo(Tally tally) {
    addTo(tally, 1);
  }

  private void addTo(Tally tally, int sign) {
    for (int i = 0; i < Numbering.HISTOGRAMS; i++) {
      if (parts[i].length > 0) {
        addHistogram(parts[i], tally.writable(i), sign);
      }
    }
    Reader reader = new Reader(parts[Numbering.HISTOGRAMS]);
    long[] counters = tally.counters();
    for (int i = 0; reader.hasMore(); i++) {
      counters[i] += sign * reader.next();
    }
  }

  private static void addHistogram(byte[] packed, long[] totals, int sign) {
    Reader reader = new Reader(packed);
    totals[Cells.SUM] += sign * reader.next();
    totals[Cells.SAVED] += sign * reader.next();
    int position = 0;
    while (reader.hasMore()) {
      position += (int) reader.next();
      totals[position] += sign * reader.next();
    }
  }

  private static boolean isZero(long[] numbers) {
    for (long number : numbers) {
      if (number != 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] packed(long[] totals) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    write(bytes, totals[Cells.SUM]);
    write(bytes, totals[Cells.SAVED]);
    int last = 0;
    for (int position = 0; position < Buckets.COUNT; position++) {
      if (totals[position] != 0) {
        write(bytes, position - last);
        write(bytes, totals[position]);
        last = position;
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] packedCounters(long[] counters) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(counters.length);
    for (long counter : counters) {
      write(bytes, counter);
    }
    return bytes.toByteArray();
  }

  private static void write(ByteArrayOutputStream bytes, long number) {
    long rest = number;
    while ((rest & ~0x7fL) != 0) {
      bytes.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  private static final class Reader {
    private final byte[] bytes;
    private int at;

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    boolean hasMore() {
      return at < bytes.length;
    }

    long next() {
      long number = 0;
      int shift = 0;
      byte read;
      do {
        read = bytes[at++];
        number |= (read & 0x7fL) << shift;
        shift += 7;
      } while (read < 0);
      return number;
    }
  }
}

package io.cachier.core.metrics;

import java.io.ByteArrayOutputStream;

/**
 * A tally as it is kept for the windows: variable-length numbers in one array. For each histogram
 * in use its number, its two sums, how many buckets are in use, and the gap and the count of each;
 * the counters in use follow under a number that no histogram has. What was not recorded takes no
 * byte: there are many kinds of figures, and a function uses few.
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
    Writer writer = new Writer();
    for (int number = 0; number < Numbering.HISTOGRAMS; number++) {
      long[] totals = tally.histogram(number);
      if (!isZero(totals)) {
        writer.write(number);
        writer.write(totals[Cells.SUM]);
        writer.write(totals[Cells.SAVED]);
        writer.writeUsed(totals, Buckets.COUNT);
      }
    }
    if (!isZero(tally.counters())) {
      writer.write(COUNTERS);
      writer.writeUsed(tally.counters(), Numbering.COUNTERS);
    }
    return writer.isEmpty() ? ZERO : new PackedTally(writer.toBytes());
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
    Reader reader = new Reader(bytes);
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

  private static boolean isZero(long[] numbers) {
    for (long number : numbers) {
      if (number != 0) {
        return false;
      }
    }
    return true;
  }

  private static final class Writer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    boolean isEmpty() {
      return bytes.size() == 0;
    }

    byte[] toBytes() {
      return bytes.toByteArray();
    }

    void writeUsed(long[] numbers, int length) {
      int used = 0;
      for (int at = 0; at < length; at++) {
        used += numbers[at] == 0 ? 0 : 1;
      }
      write(used);
      int last = 0;
      for (int at = 0; at < length; at++) {
        if (numbers[at] != 0) {
          write(at - last);
          write(numbers[at]);
          last = at;
        }
      }
    }

    void write(long number) {
      long rest = number;
      while ((rest & ~0x7fL) != 0) {
        bytes.write((int) (rest & 0x7f) | 0x80);
        rest >>>= 7;
      }
      bytes.write((int) rest);
    }
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

    void addUsed(long[] numbers, int sign) {
      int position = 0;
      for (long used = next(); used > 0; used--) {
        position += (int) next();
        numbers[position] += sign * next();
      }
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

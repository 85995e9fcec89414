package io.cachier.core.metrics;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A tally as it is kept for the windows: each histogram as bytes, in variable-length numbers (its
 * sums, then gap and count of each bucket in use), and so are the counters. A part that has not
 * changed since the tally before is that tally's own array, so that an idle function keeps one.
 */
final class PackedTally {
  private static final byte[] NOTHING = {};

  /** Of a function that has just been built. */
  static final PackedTally ZERO = new PackedTally(new Tally(), null);

  private final byte[][] parts = new byte[Numbering.HISTOGRAMS + 1][];

  private PackedTally(Tally tally, @Nullable PackedTally before) {
    for (int i = 0; i < Numbering.HISTOGRAMS; i++) {
      byte[] packed = tally.isEmpty(i) ? NOTHING : packed(tally.histogram(i));
      parts[i] = shared(packed, before, i);
    }
    parts[Numbering.HISTOGRAMS] =
        shared(packedCounters(tally.counters()), before, Numbering.HISTOGRAMS);
  }

  /** Packs a tally, or returns the one before if nothing happened since. */
  static PackedTally of(Tally tally, PackedTally before) {
    PackedTally packed = new PackedTally(tally, before);
    for (int i = 0; i < packed.parts.length; i++) {
      if (packed.parts[i] != before.parts[i]) {
        return packed;
      }
    }
    return before;
  }

  /** Leaves in a later tally what was recorded since this one. */
  void subtractFrom(Tally later) {
    for (int i = 0; i < Numbering.HISTOGRAMS; i++) {
      if (parts[i].length > 0) {
        subtract(parts[i], later.histogram(i));
      }
    }
    Reader reader = new Reader(parts[Numbering.HISTOGRAMS]);
    long[] counters = later.counters();
    for (int i = 0; reader.hasMore(); i++) {
      counters[i] -= reader.next();
    }
  }

  private static void subtract(byte[] packed, long[] totals) {
    Reader reader = new Reader(packed);
    totals[Cells.SUM] -= reader.next();
    totals[Cells.SAVED] -= reader.next();
    int position = 0;
    while (reader.hasMore()) {
      position += (int) reader.next();
      totals[position] -= reader.next();
    }
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

  private static byte[] shared(byte[] packed, @Nullable PackedTally before, int part) {
    return before != null && Arrays.equals(packed, before.parts[part])
        ? before.parts[part]
        : packed;
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

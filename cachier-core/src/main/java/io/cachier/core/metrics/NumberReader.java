package io.cachier.core.metrics;

/** Reads what a {@link NumberWriter} wrote, in the same order. */
final class NumberReader {
  private final byte[] bytes;
  private int at;

  NumberReader(byte[] bytes) {
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

  /** Adds what {@link NumberWriter#writeUsed} wrote to the numbers of the same places. */
  void addUsed(long[] numbers, int sign) {
    int position = 0;
    for (long run = next(); run > 0; run = next()) {
      position += (int) next();
      for (long rest = run; rest > 0; rest--) {
        numbers[position++] += sign * next();
      }
    }
  }
}

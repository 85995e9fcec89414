package io.cachier.core.metrics;

import java.io.ByteArrayOutputStream;

/** Writes numbers in one to ten bytes each, the small ones in one: seven bits a byte. */
final class NumberWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  void write(long number) {
    long rest = number;
    while ((rest & ~0x7fL) != 0) {
      bytes.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  /**
   * Writes those of the first numbers that are not zero, in runs: the length of each, its distance
   * from the one before, and its numbers. A histogram is one run or a few.
   */
  void writeUsed(long[] numbers, int length) {
    int end = 0;
    for (int at = 0; at < length; at++) {
      if (numbers[at] != 0) {
        int start = at;
        at = endOfRun(numbers, start, length);
        write(at - start);
        write(start - end);
        for (int i = start; i < at; i++) {
          write(numbers[i]);
        }
        end = at;
      }
    }
    write(0);
  }

  /** A zero or two within a run cost less than the beginning of another. */
  private static int endOfRun(long[] numbers, int start, int length) {
    int end = start + 1;
    for (int at = end; at < Math.min(end + 3, length); at++) {
      if (numbers[at] != 0) {
        end = at + 1;
      }
    }
    return end;
  }
}

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

  /** Writes those of the first numbers that are not zero, with their distances. */
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
}

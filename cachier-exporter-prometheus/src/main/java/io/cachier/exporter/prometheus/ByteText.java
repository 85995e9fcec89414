package io.cachier.exporter.prometheus;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text that grows as UTF-8. */
final class ByteText {
  /** From here on {@code Double.toString} writes exponents. */
  private static final double LARGE = 1e7;

  private static final int LONGEST_NUMBER = 20;

  private byte[] bytes = new byte[1024];
  private int size;

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  /** Writes all of it, and is empty again. */
  void drainTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
    size = 0;
  }

  ByteText add(ByteText other) {
    return add(other.bytes, other.size);
  }

  ByteText add(byte[] some) {
    return add(some, some.length);
  }

  ByteText add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  private ByteText add(byte[] some, int length) {
    ensure(length);
    System.arraycopy(some, 0, bytes, size, length);
    size += length;
    return this;
  }

  /** As in a label's value, with backslash, line feed and quotation mark escaped. */
  ByteText addEscaped(String text) {
    boolean plain = text.indexOf('\\') < 0 && text.indexOf('"') < 0 && text.indexOf('\n') < 0;
    return add(
        plain ? text : text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
  }

  /**
   * A whole number.
   *
   * @param number zero or more
   */
  ByteText add(long number) {
    ensure(LONGEST_NUMBER);
    int end = size + digits(number);
    long rest = number;
    for (int at = end - 1; at >= size; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size = end;
    return this;
  }

  private static int digits(long number) {
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  /** Any number, as {@code Double.toString} writes it, but for the infinities. */
  ByteText add(double number) {
    // Most are small and whole, and those are written in a tenth of the time. Not -0.0, though.
    if (Double.compare(number, 0) >= 0 && number < LARGE && number == Math.rint(number)) {
      return add((long) number).add(".0");
    }
    if (Double.isInfinite(number)) {
      return add(number > 0 ? "+Inf" : "-Inf");
    }
    return add(Double.toString(number));
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}

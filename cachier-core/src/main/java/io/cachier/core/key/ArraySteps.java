package io.cachier.core.key;

import java.util.Map;

/** Writes arrays of primitives: the kind of element, the length, the elements without tags. */
final class ArraySteps {
  private ArraySteps() {}

  /** The steps by the exact class that they are for. */
  static Map<Class<?>, KeyStep> all() {
    return Map.of(
        boolean[].class, step(boolean[].class, Tag.BOOLEAN, ArraySteps::putBooleans),
        byte[].class, step(byte[].class, Tag.BYTE, (array, out) -> out.putBytes(array)),
        short[].class, step(short[].class, Tag.SHORT, ArraySteps::putShorts),
        char[].class, step(char[].class, Tag.CHAR, ArraySteps::putChars),
        int[].class, step(int[].class, Tag.INT, ArraySteps::putInts),
        long[].class, step(long[].class, Tag.LONG, ArraySteps::putLongs),
        float[].class, step(float[].class, Tag.FLOAT, ArraySteps::putFloats),
        double[].class, step(double[].class, Tag.DOUBLE, ArraySteps::putDoubles));
  }

  private static <T> KeyStep step(Class<T> type, int elementTag, ScalarSteps.Content<T> content) {
    return ScalarSteps.step(
        type,
        Tag.PRIMITIVE_ARRAY,
        (array, out) -> {
          out.putByte(elementTag);
          content.put(array, out);
        });
  }

  private static void putBooleans(boolean[] array, KeyBuffer out) {
    out.putInt(array.length);
    for (boolean each : array) {
      out.putByte(each ? 1 : 0);
    }
  }

  private static void putShorts(short[] array, KeyBuffer out) {
    out.putInt(array.length);
    for (short each : array) {
      out.putShort(each);
    }
  }

  private static void putChars(char[] array, KeyBuffer out) {
    out.putInt(array.length);
    for (char each : array) {
      out.putShort(each);
    }
  }

  private static void putInts(int[] array, KeyBuffer out) {
    out.putInt(array.length);
    for (int each : array) {
      out.putInt(each);
    }
  }

  private static void putLongs(long[] array, KeyBuffer out) {
    out.putInt(array.length);
    for (long each : array) {
      out.putLong(each);
    }
  }

  private static void putFloats(float[] array, KeyBuffer out) {
    out.putInt(array.length);
    for (float each : array) {
      out.putInt(Float.floatToIntBits(each));
    }
  }

  private static void putDoubles(double[] array, KeyBuffer out) {
    out.putInt(array.length);
    for (double each : array) {
      out.putLong(Double.doubleToLongBits(each));
    }
  }
}

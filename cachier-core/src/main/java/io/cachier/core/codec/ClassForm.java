package io.cachier.core.codec;

import org.jspecify.annotations.Nullable;

/**
 * A class as a stream describes it.
 *
 * @param name its name, or an array's descriptor
 * @param flags how it was written
 * @param primitiveBytes the length of its primitive fields together
 * @param objectFields how many other fields it has
 * @param above its superclass in the stream, if that is written too
 */
record ClassForm(
    String name, byte flags, int primitiveBytes, int objectFields, @Nullable ClassForm above) {
  boolean has(byte flag) {
    return (flags & flag) != 0;
  }

  boolean isArray() {
    return name.startsWith("[");
  }

  /** The length of an element of the array; 0 for values. */
  int elementBytes() {
    return width((byte) name.charAt(1));
  }

  /** The length of a primitive by the letter of its type; 0 for values, negative for no type. */
  static int width(byte letter) {
    return switch (letter) {
      case 'Z', 'B' -> 1;
      case 'S', 'C' -> 2;
      case 'I', 'F' -> 4;
      case 'J', 'D' -> 8;
      case 'L', '[' -> 0;
      default -> -1;
    };
  }
}

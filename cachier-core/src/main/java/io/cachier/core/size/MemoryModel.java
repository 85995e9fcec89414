package io.cachier.core.size;

/**
 * How a HotSpot JVM of 64 bits lays out objects: headers of 12 bytes with compressed class
 * pointers, references of 4 bytes while the heap is below 32 GB and of 8 above, all aligned to 8.
 */
final class MemoryModel {
  private static final long COMPRESSED_LIMIT = 32L << 30;

  static final int REFERENCE = Runtime.getRuntime().maxMemory() < COMPRESSED_LIMIT ? 4 : 8;
  static final int HEADER = 12;
  private static final int ARRAY_HEADER = HEADER + Integer.BYTES;

  private MemoryModel() {}

  static long array(long length, int elementBytes) {
    return aligned(ARRAY_HEADER + length * elementBytes);
  }

  static long references(long length) {
    return array(length, REFERENCE);
  }

  /** An object of so many references and of so many bytes of primitives. */
  static long object(int references, int primitiveBytes) {
    return aligned((long) HEADER + (long) references * REFERENCE + primitiveBytes);
  }

  static int bytesOf(Class<?> type) {
    if (type == long.class || type == double.class) {
      return Long.BYTES;
    }
    if (type == int.class || type == float.class) {
      return Integer.BYTES;
    }
    if (type == short.class || type == char.class) {
      return Short.BYTES;
    }
    return type.isPrimitive() ? Byte.BYTES : REFERENCE;
  }

  private static long aligned(long bytes) {
    return (bytes + 7) & ~7L;
  }
}

package io.cachier.core.codec;

import java.nio.ByteBuffer;

/** Which of the values that a collection has written are hashed when it is read. */
enum HashedParts {
  NONE,
  ALL,
  KEYS;

  /** How List.of, Set.of and Map.of are written: one class, its only field telling which. */
  private static final String COLLECTION_OF = "java.util.CollSer";

  static HashedParts of(String className, ByteBuffer in, int fieldsAt, int fieldBytes) {
    return switch (className) {
      case "java.util.HashSet" -> ALL;
      case "java.util.HashMap", "java.util.concurrent.ConcurrentHashMap" -> KEYS;
      case COLLECTION_OF -> fieldBytes == Integer.BYTES ? ofKind(in.get(fieldsAt + 3)) : ALL;
      default -> NONE;
    };
  }

  private static HashedParts ofKind(byte kind) {
    return switch (kind) {
      case 1 -> NONE;
      case 3 -> KEYS;
      default -> ALL;
    };
  }

  boolean includes(int index) {
    return this == ALL || (this == KEYS && index % 2 == 0);
  }
}

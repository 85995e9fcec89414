package io.cachier.backend.redis;

import io.cachier.spi.EntryKey;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Which digests were met already, in 8 bytes each and as much again of room: a listing of a million
 * entries must not cost hundreds of megabytes. Two digests of a million are taken for one with a
 * chance of about one in forty million. Not thread-safe.
 */
final class DigestSet {
  private static final long EMPTY = 0;

  private long[] table = new long[64];
  private int size;

  /** Whether it was not met before. */
  boolean add(EntryKey key) {
    if (2 * size >= table.length) {
      long[] old = table;
      table = new long[2 * old.length];
      Arrays.stream(old).filter(number -> number != EMPTY).forEach(this::put);
    }
    boolean added = put(number(key));
    size += added ? 1 : 0;
    return added;
  }

  private boolean put(long number) {
    int mask = table.length - 1;
    int at = (int) (number ^ number >>> 32) & mask;
    while (table[at] != EMPTY) {
      if (table[at] == number) {
        return false;
      }
      at = at + 1 & mask;
    }
    table[at] = number;
    return true;
  }

  private static long number(EntryKey key) {
    ByteBuffer digest = ByteBuffer.wrap(key.digest());
    long number = digest.getLong();
    while (digest.hasRemaining()) {
      number = (number * 0x9e3779b97f4a7c15L) ^ digest.getLong();
    }
    number *= 0xbf58476d1ce4e5b9L;
    return number == EMPTY ? 1 : number;
  }
}

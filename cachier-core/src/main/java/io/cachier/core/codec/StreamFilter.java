package io.cachier.core.codec;

import java.io.ObjectInputFilter;

/** The filter of one stream: the allow-list, and bounds in proportion to its length. */
final class StreamFilter implements ObjectInputFilter {
  /**
   * Cells of tables for a byte of the stream. An element takes at least one byte, a hash table at
   * most eight cells an element (the least load factor, rounded up to a power of two).
   */
  private static final int CELLS_PER_BYTE = 8;

  private static final int FREE_CELLS = 1024;

  private final AllowList allowed;
  private final int length;
  private final long mostCells;
  private long cells;

  StreamFilter(AllowList allowed, int length) {
    this.allowed = allowed;
    this.length = length;
    this.mostCells = FREE_CELLS + (long) CELLS_PER_BYTE * length;
  }

  @Override
  public Status checkInput(FilterInfo info) {
    // Collections ask before they allocate tables, by lengths that the bytes only claim.
    cells += Math.max(0, info.arrayLength());
    if (cells > mostCells
        || info.depth() > StreamScan.DEEPEST + 16
        || info.references() > length
        || info.streamBytes() > length) {
      return Status.REJECTED;
    }
    Class<?> type = info.serialClass();
    if (type == null) {
      return Status.UNDECIDED;
    }
    return type.isPrimitive() || allowed.allows(type.getName()) ? Status.ALLOWED : Status.REJECTED;
  }
}

package io.cachier.core.metrics;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** A row of cells, each made when first needed. */
final class CellRow {
  private final AtomicReferenceArray<@Nullable Cells> row;

  CellRow(int length) {
    row = new AtomicReferenceArray<>(length);
  }

  Cells at(int index) {
    Cells cells = row.get(index);
    return cells != null ? cells : make(index);
  }

  /** The cells in one place, or none if they were never needed. */
  @Nullable Cells ifMade(int index) {
    return row.get(index);
  }

  void addTo(long[] totals) {
    for (int i = 0; i < row.length(); i++) {
      Cells cells = row.get(i);
      if (cells != null) {
        cells.addTo(totals);
      }
    }
  }

  /** How many durations there are in all. */
  long count() {
    long count = 0;
    for (int i = 0; i < row.length(); i++) {
      Cells cells = row.get(i);
      count += cells == null ? 0 : cells.count();
    }
    return count;
  }

  private Cells make(int index) {
    Cells made = new Cells();
    Cells present = row.compareAndExchange(index, null, made);
    return present != null ? present : made;
  }
}

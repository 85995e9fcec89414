package io.cachier.core.metrics;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A row of things, each made when first needed. */
final class LazyRow<T> {
  private final AtomicReferenceArray<@Nullable T> row;
  private final Supplier<T> maker;

  LazyRow(int length, Supplier<T> maker) {
    this.row = new AtomicReferenceArray<>(length);
    this.maker = maker;
  }

  T at(int index) {
    T present = row.get(index);
    return present != null ? present : make(index);
  }

  /** What is in one place, or null if it was never needed. */
  @Nullable T ifMade(int index) {
    return row.get(index);
  }

  void forEachMade(Consumer<T> action) {
    for (int i = 0; i < row.length(); i++) {
      T present = row.get(i);
      if (present != null) {
        action.accept(present);
      }
    }
  }

  boolean isUsed() {
    for (int i = 0; i < row.length(); i++) {
      if (row.get(i) != null) {
        return true;
      }
    }
    return false;
  }

  private T make(int index) {
    T made = maker.get();
    T present = row.compareAndExchange(index, null, made);
    return present != null ? present : made;
  }
}

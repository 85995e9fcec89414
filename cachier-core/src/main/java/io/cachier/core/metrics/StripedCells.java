package io.cachier.core.metrics;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The cells of an outcome that may be recorded millions of times a second: one set for each owner
 * of a thread slot, and shared ones for all other threads, each made when first needed.
 */
final class StripedCells {
  private static final int SHARED =
      Math.min(ceilingPowerOfTwo(Runtime.getRuntime().availableProcessors()), ThreadSlots.COUNT);

  private final ThreadSlots slots;
  private final AtomicReferenceArray<@Nullable Cells> owned =
      new AtomicReferenceArray<>(ThreadSlots.COUNT);
  private final AtomicReferenceArray<@Nullable Cells> shared = new AtomicReferenceArray<>(SHARED);

  StripedCells(ThreadSlots slots) {
    this.slots = slots;
  }

  void add(long nanos, long savedNanos) {
    Thread thread = Thread.currentThread();
    int slot = ThreadSlots.slotOf(thread);
    if (slots.isOwnedBy(thread, slot)) {
      at(owned, slot).addOwned(nanos, savedNanos);
    } else {
      at(shared, slot & (SHARED - 1)).add(nanos, savedNanos);
    }
  }

  void addSaved(long savedNanos) {
    Thread thread = Thread.currentThread();
    int slot = ThreadSlots.slotOf(thread);
    if (slots.isOwnedBy(thread, slot)) {
      at(owned, slot).addSavedOwned(savedNanos);
    } else {
      at(shared, slot & (SHARED - 1)).addSaved(savedNanos);
    }
  }

  void addTo(long[] totals) {
    addTo(totals, owned);
    addTo(totals, shared);
  }

  private static void addTo(long[] totals, AtomicReferenceArray<@Nullable Cells> stripes) {
    for (int i = 0; i < stripes.length(); i++) {
      Cells cells = stripes.get(i);
      if (cells != null) {
        cells.addTo(totals);
      }
    }
  }

  private static Cells at(AtomicReferenceArray<@Nullable Cells> stripes, int index) {
    Cells cells = stripes.get(index);
    return cells != null ? cells : make(stripes, index);
  }

  private static Cells make(AtomicReferenceArray<@Nullable Cells> stripes, int index) {
    Cells made = new Cells();
    Cells present = stripes.compareAndExchange(index, null, made);
    return present != null ? present : made;
  }

  static int ceilingPowerOfTwo(int number) {
    return number <= 1 ? 1 : Integer.highestOneBit(number - 1) << 1;
  }
}

package io.cachier.core.metrics;

/**
 * The cells of hits, which may be recorded millions of times a second: one set for each owner of a
 * thread slot, and some to share for all other threads.
 */
final class StripedCells {
  private static final ThreadSlots SLOTS = ThreadSlots.ofProcess();

  private final CellRow owned = new CellRow(ThreadSlots.COUNT);
  private final CellRow shared = new CellRow(SharedStripes.COUNT);

  void add(long nanos, long savedNanos) {
    Thread thread = Thread.currentThread();
    int slot = ThreadSlots.slotOf(thread);
    if (SLOTS.isOwnedBy(thread, slot)) {
      owned.at(slot).addOwned(nanos, savedNanos);
    } else {
      shared.at(SharedStripes.of(thread)).add(nanos, savedNanos);
    }
  }

  long count() {
    return owned.count() + shared.count();
  }

  void addTo(long[] totals) {
    owned.addTo(totals);
    shared.addTo(totals);
  }
}

package io.cachier.core.metrics;

import java.util.function.Supplier;

/**
 * The cells of calls that were served a value, which may be recorded millions of times a second:
 * one set for each owner of a thread slot, and some to share for all other threads.
 */
final class StripedCells {
  /** Ages take as much room as durations, and half as many words are written. */
  private static final int MOST_AGE_STRIPES = 2;

  private static final ThreadSlots SLOTS = ThreadSlots.ofProcess();

  private final LazyRow<ServedCells> owned;
  private final LazyRow<Cells> shared;
  private final LazyRow<AgeCells> sharedAges;
  private final int stripes;
  private final int ageStripes;

  private StripedCells(int owners, int stripes, Supplier<Cells> maker) {
    this.owned = new LazyRow<>(owners, ServedCells::new);
    this.stripes = stripes;
    this.ageStripes = Math.min(stripes, MOST_AGE_STRIPES);
    this.shared = new LazyRow<>(stripes, maker);
    this.sharedAges = new LazyRow<>(ageStripes, AgeCells::new);
  }

  /** For what is recorded as often as can be. */
  static StripedCells ofMany() {
    return new StripedCells(ThreadSlots.COUNT, SharedStripes.COUNT, Cells::padded);
  }

  /**
   * For what is recorded less often, and by {@link #addShared} alone.
   *
   * @param stripes a power of two; no more than {@link SharedStripes#COUNT} are used
   */
  static StripedCells ofFew(int stripes) {
    return new StripedCells(0, Math.min(stripes, SharedStripes.COUNT), Cells::shared);
  }

  void add(long nanos, long savedNanos, long ageNanos) {
    Thread thread = Thread.currentThread();
    int slot = ThreadSlots.slotOf(thread);
    if (SLOTS.isOwnedBy(thread, slot)) {
      owned.at(slot).addOwned(nanos, savedNanos, ageNanos);
    } else {
      addShared(nanos, savedNanos, ageNanos);
    }
  }

  /** Records where it is not worth cells of the thread's own. */
  void addShared(long nanos, long savedNanos, long ageNanos) {
    int stripe = SharedStripes.of(Thread.currentThread());
    shared.at(stripe & (stripes - 1)).add(nanos, savedNanos);
    if (ageNanos != ServedCells.NO_AGE) {
      sharedAges.at(stripe & (ageStripes - 1)).add(ageNanos);
    }
  }

  boolean isUsed() {
    return owned.isUsed() || shared.isUsed();
  }

  /** How many calls there are. */
  long count() {
    long[] count = new long[1];
    owned.forEachMade(cells -> count[0] += cells.durations().count());
    shared.forEachMade(cells -> count[0] += cells.count());
    return count[0];
  }

  void addDurationsTo(long[] totals) {
    owned.forEachMade(cells -> cells.durations().addTo(totals));
    shared.forEachMade(cells -> cells.addTo(totals));
  }

  void addAgesTo(long[] totals) {
    owned.forEachMade(cells -> cells.ages().addTo(totals));
    sharedAges.forEachMade(cells -> cells.addTo(totals));
  }
}

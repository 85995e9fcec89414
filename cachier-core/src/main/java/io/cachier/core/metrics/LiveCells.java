package io.cachier.core.metrics;

import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.Outcome;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is counted about one function, since it was built. Hits are striped, and so are
 * stale serves, though not at the same expense; all else is slow already.
 */
final class LiveCells {
  /** The outcomes that consult the cache and are not striped. */
  private static final List<Outcome> SLOW = List.of(Outcome.MISS, Outcome.COALESCED, Outcome.ERROR);

  private final StripedCells hits = new StripedCells();
  private final CellRow stales = new CellRow(SharedStripes.COUNT);
  private final CellRow slow = new CellRow(Numbering.HISTOGRAMS);
  private final AtomicLongArray counters = new AtomicLongArray(Numbering.COUNTERS);

  void hit(long nanos, long savedNanos) {
    hits.add(nanos, savedNanos);
  }

  void call(Outcome outcome, long nanos) {
    switch (outcome) {
      case HIT -> hits.add(nanos, 0);
      case STALE -> stale().add(nanos, 0);
      default -> slow.at(Numbering.of(outcome)).add(nanos, 0);
    }
  }

  void staleSaved(long savedNanos) {
    stale().addSaved(savedNanos);
  }

  /** Records anything but a call. */
  void time(int number, long nanos) {
    slow.at(number).add(nanos, 0);
  }

  void count(CacheCounter counter, long amount) {
    counters.getAndAdd(Numbering.of(counter), amount);
  }

  /** Adds up the stripes. Each figure is right at some moment of the reading; together, nearly. */
  Tally tally() {
    Tally tally = new Tally();
    hits.addTo(tally.writable(Numbering.of(Outcome.HIT)));
    stales.addTo(tally.writable(Numbering.of(Outcome.STALE)));
    for (int i = 0; i < Numbering.HISTOGRAMS; i++) {
      @Nullable Cells cells = slow.ifMade(i);
      if (cells != null) {
        cells.addTo(tally.writable(i));
      }
    }
    for (int i = 0; i < counters.length(); i++) {
      tally.counters()[i] = counters.get(i);
    }
    return tally;
  }

  /** The hit counts alone, without a tally of everything. */
  HitCounts hitCounts() {
    HitCounts counts = new HitCounts();
    counts.add(Outcome.HIT, hits.count());
    counts.add(Outcome.STALE, stales.count());
    for (Outcome outcome : SLOW) {
      Cells cells = slow.ifMade(Numbering.of(outcome));
      counts.add(outcome, cells == null ? 0 : cells.count());
    }
    counts.addRecorded(
        counters.get(Numbering.of(CacheCounter.RECORDED_HITS)),
        counters.get(Numbering.of(CacheCounter.RECORDED_MISSES)));
    return counts;
  }

  private Cells stale() {
    return stales.at(SharedStripes.of(Thread.currentThread()));
  }
}

package io.cachier.core.metrics;

import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.Outcome;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is counted about one function, since it was built. Hits and stale serves are
 * striped; all else is slow already, and has one set of cells, made when first needed.
 */
final class LiveCells {
  private final StripedCells hits;
  private final StripedCells stales;
  private final AtomicReferenceArray<@Nullable Cells> slow =
      new AtomicReferenceArray<>(Numbering.HISTOGRAMS);
  private final AtomicLongArray counters = new AtomicLongArray(Numbering.COUNTERS);

  LiveCells(ThreadSlots slots) {
    hits = new StripedCells(slots);
    stales = new StripedCells(slots);
  }

  void hit(long nanos, long savedNanos) {
    hits.add(nanos, savedNanos);
  }

  void call(Outcome outcome, long nanos) {
    switch (outcome) {
      case HIT -> hits.add(nanos, 0);
      case STALE -> stales.add(nanos, 0);
      default -> slow(Numbering.of(outcome), nanos);
    }
  }

  void staleSaved(long savedNanos) {
    stales.addSaved(savedNanos);
  }

  void computation(long nanos) {
    slow(Numbering.COMPUTATIONS, nanos);
  }

  void other(long nanos) {
    slow(Numbering.OTHER, nanos);
  }

  void count(CacheCounter counter) {
    counters.getAndIncrement(Numbering.of(counter));
  }

  /** Adds up the stripes. Each figure is right at some moment of the reading; together, nearly. */
  Tally tally() {
    Tally tally = new Tally();
    hits.addTo(tally.histogram(Numbering.of(Outcome.HIT)));
    stales.addTo(tally.histogram(Numbering.of(Outcome.STALE)));
    for (int i = 0; i < Numbering.HISTOGRAMS; i++) {
      Cells cells = slow.get(i);
      if (cells != null) {
        cells.addTo(tally.histogram(i));
      }
    }
    for (int i = 0; i < counters.length(); i++) {
      tally.counters()[i] = counters.get(i);
    }
    return tally;
  }

  private void slow(int histogram, long nanos) {
    Cells cells = slow.get(histogram);
    if (cells == null) {
      Cells made = new Cells();
      Cells present = slow.compareAndExchange(histogram, null, made);
      cells = present != null ? present : made;
    }
    cells.add(nanos, 0);
  }
}

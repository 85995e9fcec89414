package io.cachier.core.metrics;

import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.Outcome;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Everything that is counted about one function, since it was built. Hits are striped, and so are
 * stale serves, though not at the same expense; all else is slow already.
 */
final class LiveCells {
  private final StripedCells hits = StripedCells.ofMany();
  private final StripedCells stales = StripedCells.ofFew(2);
  private final StripedCells coalesced = StripedCells.ofFew(1);
  private final LazyRow<Cells> slow = new LazyRow<>(Numbering.HISTOGRAMS, Cells::shared);
  private final AtomicLongArray counters = new AtomicLongArray(Numbering.COUNTERS);

  void hit(long nanos, long savedNanos, long ageNanos) {
    hits.add(nanos, savedNanos, ageNanos);
  }

  /**
   * A call that was served a value, but not in the short way: cells of its own are not worth it.
   */
  void served(Outcome outcome, long nanos, long savedNanos, long ageNanos) {
    if (outcome == Outcome.HIT) {
      hits.addShared(nanos, savedNanos, ageNanos);
    } else if (outcome == Outcome.STALE) {
      stales.addShared(nanos, savedNanos, ageNanos);
    } else {
      coalesced.addShared(nanos, savedNanos, ageNanos);
    }
  }

  /** A call of which no more is known. */
  void call(Outcome outcome, long nanos) {
    switch (outcome) {
      case HIT -> hits.add(nanos, 0, ServedCells.NO_AGE);
      case STALE, COALESCED -> served(outcome, nanos, 0, ServedCells.NO_AGE);
      case MISS, BYPASS, ERROR -> slow.at(Numbering.of(outcome)).add(nanos, 0);
    }
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
    return tally(Numbering.HISTOGRAMS);
  }

  /** Adds up what windows hold. */
  Tally windowTally() {
    return tally(Numbering.IN_WINDOWS);
  }

  private Tally tally(int histograms) {
    Tally tally = new Tally();
    for (int number = 0; number < histograms; number++) {
      if (isUsed(number)) {
        addTo(number, tally.writable(number));
      }
    }
    addCountersTo(tally.counters());
    return tally;
  }

  /** The figures of a tally, without one: an exporter reads function after function. */
  Figures figures(double samplingScale) {
    Figures figures = new Figures(samplingScale);
    long[] totals = new long[Cells.WIDTH];
    for (int number = 0; number < Numbering.HISTOGRAMS; number++) {
      if (isUsed(number)) {
        Arrays.fill(totals, 0);
        addTo(number, totals);
        figures.add(number, totals);
      }
    }
    return figures;
  }

  /** The counters alone. */
  long[] counters() {
    long[] totals = new long[Numbering.COUNTERS];
    addCountersTo(totals);
    return totals;
  }

  private boolean isUsed(int number) {
    if (number == Numbering.HIT || number == Numbering.HIT_AGE) {
      return hits.isUsed();
    }
    if (number == Numbering.STALE || number == Numbering.STALE_AGE) {
      return stales.isUsed();
    }
    if (number == Numbering.COALESCED || number == Numbering.COALESCED_AGE) {
      return coalesced.isUsed();
    }
    return slow.ifMade(number) != null;
  }

  private void addTo(int number, long[] totals) {
    if (number == Numbering.HIT) {
      hits.addDurationsTo(totals);
    } else if (number == Numbering.HIT_AGE) {
      hits.addAgesTo(totals);
    } else if (number == Numbering.STALE) {
      stales.addDurationsTo(totals);
    } else if (number == Numbering.STALE_AGE) {
      stales.addAgesTo(totals);
    } else if (number == Numbering.COALESCED) {
      coalesced.addDurationsTo(totals);
    } else if (number == Numbering.COALESCED_AGE) {
      coalesced.addAgesTo(totals);
    } else {
      slow.at(number).addTo(totals);
    }
  }

  private void addCountersTo(long[] totals) {
    for (int i = 0; i < totals.length; i++) {
      totals[i] += counters.get(i);
    }
  }

  /** The hit counts alone, without a tally of everything. */
  HitCounts hitCounts() {
    HitCounts counts = new HitCounts();
    counts.add(Outcome.HIT, hits.count());
    counts.add(Outcome.STALE, stales.count());
    counts.add(Outcome.COALESCED, coalesced.count());
    counts.add(Outcome.MISS, slowCalls(Outcome.MISS));
    counts.add(Outcome.ERROR, slowCalls(Outcome.ERROR));
    counts.addRecorded(
        counters.get(Numbering.of(CacheCounter.RECORDED_HITS)),
        counters.get(Numbering.of(CacheCounter.RECORDED_MISSES)));
    return counts;
  }

  private long slowCalls(Outcome outcome) {
    Cells cells = slow.ifMade(Numbering.of(outcome));
    return cells == null ? 0 : cells.count();
  }
}

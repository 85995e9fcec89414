package io.cachier.exporter.statsd;

import io.cachier.ManagedCache;
import io.cachier.metrics.MetricCatalogue;
import io.cachier.metrics.MetricSeries;
import io.cachier.metrics.MetricSnapshot;
import java.util.List;

/** A registered function, and what of its counters was not sent yet. Not thread-safe. */
final class FunctionFigures {
  private final ManagedCache function;
  private final Remainders remainders = new Remainders();
  private ScaledTotals totals = ScaledTotals.NONE;
  private ScaledTotals nextTotals = ScaledTotals.NONE;

  FunctionFigures(ManagedCache function) {
    this.function = function;
  }

  boolean isOf(ManagedCache other) {
    return function == other;
  }

  /**
   * Writes a difference. Unless {@link #commit()} follows, the next one is written as if this had
   * not been.
   *
   * @param difference what was recorded
   * @param base what the function's names begin with
   * @param words the words of families and labels
   * @return the figures
   */
  List<String> write(MetricSnapshot difference, String base, NameTable words) {
    List<MetricSeries> series = MetricCatalogue.ofFunction(function, difference);
    if (!ScaledTotals.isExact(difference)) {
      nextTotals = totals.plus(function, difference);
      series = nextTotals.correct(series, totals);
    }
    remainders.begin();
    return new SeriesLines(base, words, remainders).write(series);
  }

  /** What was written last was handed over. */
  void commit() {
    remainders.commit();
    totals = nextTotals;
  }
}

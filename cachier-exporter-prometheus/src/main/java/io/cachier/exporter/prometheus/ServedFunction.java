package io.cachier.exporter.prometheus;

import io.cachier.ManagedCache;
import io.cachier.metrics.MetricCatalogue;
import io.cachier.metrics.MetricSeries;
import io.cachier.metrics.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A function that is published. Thread-safe: scrapes may meet. */
final class ServedFunction {
  private final ManagedCache function;
  private final AtomicBoolean hidden = new AtomicBoolean();
  private volatile SeriesLayout layout = SeriesLayout.EMPTY;

  ServedFunction(ManagedCache function) {
    this.function = function;
  }

  /**
   * What a function's series were at one moment.
   *
   * @param layout which series there are
   * @param points their values, in that order
   */
  record Reading(SeriesLayout layout, List<DataPointSnapshot> points) {}

  /** What no two functions in one exposition may share. */
  List<String> key(Naming naming) {
    return switch (naming) {
      case CACHIER -> List.of(function.name(), function.backend());
      case ORIGIN -> List.of(function.name());
    };
  }

  Reading read(Naming naming) {
    MetricSnapshot figures = function.metrics().cumulative();
    List<MetricSeries> series =
        switch (naming) {
          case CACHIER -> MetricCatalogue.ofFunction(function, figures);
          case ORIGIN -> OriginSeries.of(figures);
        };
    SeriesLayout known = layout;
    if (!known.fits(series)) {
      known = SeriesLayout.of(naming.functionLabels(), key(naming), series);
      layout = known;
    }
    List<DataPointSnapshot> points = new ArrayList<>(series.size());
    for (int i = 0; i < series.size(); i++) {
      points.add(Points.of(series.get(i), known.place(i).labels()));
    }
    return new Reading(known, points);
  }

  /**
   * Notes that another function of the same name is served instead.
   *
   * @return true the first time
   */
  boolean hide() {
    return hidden.compareAndSet(false, true);
  }
}

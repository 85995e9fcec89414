package io.cachier.exporter.prometheus;

import io.cachier.metrics.MetricFamily;
import io.cachier.metrics.MetricFamily.Scope;
import io.cachier.metrics.MetricSeries;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.List;

/**
 * Which series a function has, in the order in which the catalogue tells them. Between two scrapes
 * that seldom changes, and making labels costs client_java more than all the rest: so they are made
 * once. Immutable, but for the array that nobody writes to.
 */
final class SeriesLayout {
  static final SeriesLayout EMPTY = new SeriesLayout(new Place[0]);

  private final Place[] places;

  private SeriesLayout(Place[] places) {
    this.places = places;
  }

  /** One series. */
  record Place(MetricFamily family, List<String> labelValues, Labels labels) {
    private boolean fits(MetricSeries series) {
      return family.equals(series.family()) && labelValues.equals(series.labelValues());
    }
  }

  /**
   * Makes the labels of every series.
   *
   * @param names the names of the labels that all series of a function have
   * @param values their values
   */
  static SeriesLayout of(List<String> names, List<String> values, List<MetricSeries> series) {
    return new SeriesLayout(
        series.stream()
            .map(
                one -> {
                  MetricFamily family = one.family();
                  assert family.scope() == Scope.FUNCTION;
                  Labels labels =
                      Labels.of(joined(names, family.labels()), joined(values, one.labelValues()));
                  return new Place(family, one.labelValues(), labels);
                })
            .toArray(Place[]::new));
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /** Whether these series are those of this layout, in this order. */
  boolean fits(List<MetricSeries> series) {
    if (series.size() != places.length) {
      return false;
    }
    for (int i = 0; i < places.length; i++) {
      if (!places[i].fits(series.get(i))) {
        return false;
      }
    }
    return true;
  }

  int size() {
    return places.length;
  }

  Place place(int i) {
    return places[i];
  }
}

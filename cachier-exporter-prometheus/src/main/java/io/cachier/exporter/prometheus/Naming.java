package io.cachier.exporter.prometheus;

import io.cachier.metrics.MetricCatalogue;
import io.cachier.metrics.MetricFamily;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Under which names the figures are published. */
public enum Naming {
  /**
   * Every metric of {@link MetricCatalogue}, by function and backend, and those of the process. The
   * default.
   */
  CACHIER,

  /**
   * The ten metrics of the Python library that this one descends from, by function alone, so that
   * dashboards made for it go on working. Nothing else is published.
   */
  ORIGIN;

  /**
   * Reads a setting.
   *
   * @return empty if no naming is called so
   */
  static Optional<Naming> of(String text) {
    return Arrays.stream(values())
        .filter(naming -> naming.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst();
  }

  /** The labels that every series of a function has, before those of its family. */
  List<String> functionLabels() {
    return switch (this) {
      case CACHIER -> List.of("function", "backend");
      case ORIGIN -> List.of("function");
    };
  }

  /** What is known beforehand; gauges that backends publish come beside it. */
  List<MetricFamily> families() {
    return switch (this) {
      case CACHIER -> MetricCatalogue.families();
      case ORIGIN -> OriginSeries.FAMILIES;
    };
  }
}

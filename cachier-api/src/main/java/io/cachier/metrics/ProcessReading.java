package io.cachier.metrics;

import io.cachier.metrics.MetricFamily.Kind;
import io.cachier.metrics.MetricFamily.Scope;
import io.cachier.metrics.MetricFamily.Unit;
import io.cachier.metrics.MetricSeries.Value;
import io.cachier.spi.Gauge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the series that belong to no function. */
final class ProcessReading {
  private ProcessReading() {}

  static List<MetricSeries> series(ProcessSnapshot process) {
    List<MetricSeries> series = new ArrayList<>();
    process.backendGauges().forEach((backend, gauges) -> addGauges(series, backend, gauges));
    // The series of a family must follow one another, whatever backend they are of.
    series.sort(Comparator.comparing(s -> s.family().name()));
    process
        .exporters()
        .forEach(
            (name, exporter) ->
                add(series, MetricCatalogue.EXPORT_ERRORS, name, (double) exporter.errors()));
    process
        .exporters()
        .forEach(
            (name, exporter) ->
                add(series, MetricCatalogue.EXPORT_DROPPED, name, (double) exporter.dropped()));
    add(series, MetricCatalogue.BUILD_INFO, process.version(), 1);
    return List.copyOf(series);
  }

  private static void add(
      List<MetricSeries> series, MetricFamily family, String label, double value) {
    series.add(new Value(family, List.of(label), value));
  }

  private static void addGauges(List<MetricSeries> series, String backend, List<Gauge> gauges) {
    for (Gauge gauge : gauges) {
      Map<String, String> labels = new TreeMap<>(gauge.labels());
      List<String> values = new ArrayList<>();
      values.add(backend);
      values.addAll(labels.values());
      List<String> names = new ArrayList<>();
      names.add("backend");
      names.addAll(labels.keySet());
      series.add(new Value(family(gauge.name(), names), values, gauge.value()));
    }
  }

  private static MetricFamily family(String name, List<String> labels) {
    MetricFamily pool = MetricCatalogue.POOL_CONNECTIONS;
    return name.equals(pool.name()) && labels.equals(pool.labels())
        ? pool
        : new MetricFamily(
            name,
            Kind.GAUGE,
            Unit.NONE,
            Scope.PROCESS,
            labels,
            "Published by the backend about itself.");
  }
}

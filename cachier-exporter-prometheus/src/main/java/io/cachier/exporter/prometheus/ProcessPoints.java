package io.cachier.exporter.prometheus;

import io.cachier.metrics.MetricCatalogue;
import io.cachier.metrics.MetricFamily;
import io.cachier.metrics.MetricFamily.Kind;
import io.cachier.metrics.MetricSeries;
import io.cachier.metrics.ProcessSnapshot;
import io.cachier.metrics.ProcessSnapshot.Exporter;
import io.cachier.spi.Gauge;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The figures that belong to no function; used for one scrape. */
final class ProcessPoints {
  private final List<GuardedSource> sources;
  private final Map<String, Section> sections = new LinkedHashMap<>();

  ProcessPoints(List<GuardedSource> sources) {
    this.sources = sources;
  }

  /** One metric, with its points by what tells them apart. */
  private record Section(
      Kind kind, MetricMetadata metadata, Map<Labels, DataPointSnapshot> points) {}

  List<MetricSnapshot> snapshots() {
    List<ProcessSnapshot> processes = new ArrayList<>();
    sources.forEach(source -> processes.add(source.process()));
    for (MetricSeries series : MetricCatalogue.ofProcess(together(processes))) {
      add(series);
    }
    return sections.values().stream()
        .map(
            section ->
                Families.snapshot(
                    section.kind(), section.metadata(), List.copyOf(section.points().values())))
        .toList();
  }

  /**
   * Exporters of one name, and backends of one name, are not told apart: counts add up, and so do
   * the gauges of what each process has for itself, its pool. What {@code server_} begins is told
   * of one server by all.
   */
  private static ProcessSnapshot together(List<ProcessSnapshot> processes) {
    String version = ProcessSnapshot.EMPTY.version();
    Map<String, Map<GaugeKey, Gauge>> gauges = new TreeMap<>();
    Map<String, Exporter> exporters = new TreeMap<>();
    for (ProcessSnapshot process : processes) {
      version = process.version();
      process
          .backendGauges()
          .forEach(
              (backend, some) -> {
                Map<GaugeKey, Gauge> known =
                    gauges.computeIfAbsent(backend, name -> new LinkedHashMap<>());
                GaugeKey.numbered(some)
                    .forEach((key, gauge) -> known.merge(key, gauge, GaugeKey::together));
              });
      process
          .exporters()
          .forEach(
              (name, one) ->
                  exporters.merge(
                      name,
                      one,
                      (a, b) -> new Exporter(a.errors() + b.errors(), a.dropped() + b.dropped())));
    }
    Map<String, List<Gauge>> merged = new TreeMap<>();
    gauges.forEach((backend, some) -> merged.put(backend, List.copyOf(some.values())));
    return new ProcessSnapshot(version, merged, exporters);
  }

  private void add(MetricSeries series) {
    MetricFamily family = series.family();
    boolean known = GaugeNames.isOfCatalogue(family);
    MetricFamily clean = known ? family : GaugeNames.cleaned(family);
    String name = Families.baseName(clean);
    if (!known && GaugeNames.isReserved(clean)) {
      giveUp(family, "the catalogue has a metric of that name");
      return;
    }
    Labels labels = Labels.of(clean.labels(), series.labelValues());
    DataPointSnapshot former =
        sections
            .computeIfAbsent(
                name,
                absent ->
                    new Section(clean.kind(), Families.metadata(clean), new LinkedHashMap<>()))
            .points()
            .putIfAbsent(labels, Points.of(series, labels));
    if (former != null) {
      giveUp(family, "there is another of that name with the same labels");
    }
  }

  private void giveUp(MetricFamily family, String why) {
    // Which of the sources it came from is not known any more; one of them counts it.
    sources
        .get(0)
        .mishaps()
        .gaveUp("A backend's gauge '" + family.name() + "' is left out: " + why);
  }
}

package io.cachier.core;

import io.cachier.metrics.ProcessSnapshot;
import io.cachier.spi.Gauge;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures that belong to no function: what the backends publish about themselves, and how the
 * exporters fare. Thread-safe, waits for nobody, never throws.
 */
final class ProcessFigures {
  private static final String VERSION = EngineVersion.read();

  private final BackendRegistry backends;
  private volatile List<ExporterThread> exporters = List.of();

  ProcessFigures(BackendRegistry backends) {
    this.backends = backends;
  }

  void exporters(List<ExporterThread> inUse) {
    exporters = List.copyOf(inUse);
  }

  /** The figures of now, as one exporter asks for them. */
  ProcessSnapshot askedBy(ExporterThread asker) {
    Map<String, List<Gauge>> gauges = new HashMap<>();
    for (GuardedBackend backend : backends.open()) {
      gauges.put(backend.name(), backend.gauges());
    }
    Map<String, ProcessSnapshot.Exporter> fares = new HashMap<>();
    for (ExporterThread exporter : exporters) {
      fares.put(exporter.name(), exporter.fares(exporter.equals(asker)));
    }
    return new ProcessSnapshot(VERSION, gauges, fares);
  }
}

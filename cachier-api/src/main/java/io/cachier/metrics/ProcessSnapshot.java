package io.cachier.metrics;

import io.cachier.spi.Gauge;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The figures that belong to no function: what the backends publish about themselves, and how the
 * exporters fare. Immutable.
 *
 * @param version the version of the engine; {@code unknown} if its jar does not tell
 * @param backendGauges what each opened backend published, by its name
 * @param exporters how each exporter in use fares, by its name
 */
public record ProcessSnapshot(
    String version, Map<String, List<Gauge>> backendGauges, Map<String, Exporter> exporters) {
  /** Nothing is known: what an exporter has that no engine feeds. */
  public static final ProcessSnapshot EMPTY = new ProcessSnapshot("unknown", Map.of(), Map.of());

  /**
   * How an exporter fares.
   *
   * @param errors attempts that failed
   * @param dropped figures that were given up and will never arrive
   */
  public record Exporter(long errors, long dropped) {
    private static final Exporter FINE = new Exporter(0, 0);
  }

  /**
   * Copies, in the order of the names.
   *
   * @param version as the component
   * @param backendGauges as the component
   * @param exporters as the component
   */
  public ProcessSnapshot {
    Map<String, List<Gauge>> gauges = new TreeMap<>();
    backendGauges.forEach((backend, some) -> gauges.put(backend, List.copyOf(some)));
    backendGauges = Collections.unmodifiableMap(gauges);
    exporters = Collections.unmodifiableMap(new TreeMap<>(exporters));
  }

  /**
   * What happened since an earlier snapshot.
   *
   * @param earlier an earlier snapshot of the same process
   * @return the differences of what is counted; gauges as they are in this snapshot
   */
  public ProcessSnapshot minus(ProcessSnapshot earlier) {
    Map<String, Exporter> difference = new TreeMap<>();
    exporters.forEach(
        (name, now) -> {
          Exporter then = earlier.exporters.getOrDefault(name, Exporter.FINE);
          difference.put(
              name,
              new Exporter(
                  Math.max(0, now.errors - then.errors), Math.max(0, now.dropped - then.dropped)));
        });
    return new ProcessSnapshot(version, backendGauges, difference);
  }
}

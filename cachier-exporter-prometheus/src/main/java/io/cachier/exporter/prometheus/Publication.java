package io.cachier.exporter.prometheus;

import io.cachier.exporter.prometheus.ServedFunction.Reading;
import io.cachier.metrics.MetricFamily;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a registry asks for the figures, at each scrape. There is one for each registry and naming,
 * however many exporters publish there: two collectors of the same names would be two {@code
 * build_info}, and client_java refuses a whole scrape for that. Thread-safe.
 */
final class Publication implements MultiCollector {
  private static final Map<Place, Publication> OPEN = new HashMap<>();

  private final Naming naming;
  private final List<GuardedSource> sources = new CopyOnWriteArrayList<>();
  private volatile Arrangement arrangement = Arrangement.EMPTY;

  private Publication(Naming naming) {
    this.naming = naming;
  }

  private record Place(PrometheusRegistry registry, Naming naming) {}

  /**
   * Begins to publish.
   *
   * @throws IllegalArgumentException if the registry has another metric of one of the names
   */
  static void add(GuardedSource source, PrometheusRegistry registry, Naming naming) {
    synchronized (OPEN) {
      Place place = new Place(registry, naming);
      Publication publication = OPEN.get(place);
      if (publication == null) {
        publication = new Publication(naming);
        registry.register(publication);
        OPEN.put(place, publication);
      }
      publication.sources.add(source);
    }
  }

  /** Ends it; with the last source the registry forgets the collector. */
  static void remove(GuardedSource source, PrometheusRegistry registry, Naming naming) {
    synchronized (OPEN) {
      Place place = new Place(registry, naming);
      Publication publication = OPEN.get(place);
      if (publication != null
          && publication.sources.remove(source)
          && publication.sources.isEmpty()) {
        registry.unregister(publication);
        OPEN.remove(place);
      }
    }
  }

  /** Lets the registry refuse a clash of names at once, and not at every scrape. */
  @Override
  public List<MetricFamilyDescriptor> getMetricFamilyDescriptors() {
    List<MetricFamilyDescriptor> descriptors = new ArrayList<>();
    for (MetricFamily family : naming.families()) {
      descriptors.add(Families.descriptor(family, naming));
    }
    return descriptors;
  }

  @Override
  public MetricSnapshots collect() {
    Set<List<String>> taken = new HashSet<>();
    List<Reading> readings = new ArrayList<>();
    sources.forEach(source -> source.read(naming, taken, readings));
    Arrangement order = arrangement;
    if (!order.fits(readings)) {
      order = Arrangement.of(readings.stream().map(Reading::layout).toList());
      arrangement = order;
    }
    List<MetricSnapshot> snapshots = order.arrange(readings);
    if (naming == Naming.CACHIER) {
      snapshots.addAll(new ProcessPoints(sources).snapshots());
    }
    return new MetricSnapshots(snapshots);
  }
}

package io.cachier.exporter.prometheus;

import io.cachier.metrics.MetricCatalogue;
import io.cachier.metrics.MetricFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Makes what a backend calls its gauges fit for Prometheus. The contract asks backends for good
 * names; one that doesn't keep it must not break everybody's scrape.
 */
final class GaugeNames {
  /** Prometheus' own: on a gauge they would promise another kind of metric. */
  private static final String SUFFIXES = "(_total|_created|_bucket|_count|_sum)+$";

  private static final Set<String> RESERVED =
      MetricCatalogue.families().stream()
          .filter(Predicate.not(MetricCatalogue.POOL_CONNECTIONS::equals))
          .map(MetricFamily::nameWithUnit)
          .collect(Collectors.toUnmodifiableSet());

  private GaugeNames() {}

  static boolean isOfCatalogue(MetricFamily family) {
    return MetricCatalogue.families().contains(family);
  }

  /** Whether the catalogue has another metric of this name. */
  static boolean isReserved(MetricFamily family) {
    return RESERVED.contains(family.nameWithUnit());
  }

  static MetricFamily cleaned(MetricFamily family) {
    List<String> labels = new ArrayList<>();
    for (String label : family.labels()) {
      labels.add(unlike(labels, label(label)));
    }
    return new MetricFamily(
        metric(family.name()), family.kind(), family.unit(), family.scope(), labels, family.help());
  }

  private static String metric(String name) {
    String clean = ("_" + words(name)).replaceAll(SUFFIXES, "").replaceFirst("^_", "");
    return clean.isEmpty() ? "unnamed" : clean;
  }

  private static String label(String name) {
    String clean = words(name);
    return clean.isEmpty() || Character.isDigit(clean.charAt(0)) ? "label_" + clean : clean;
  }

  /** Two names that are cleaned to one, or one that is ours, as Prometheus does with its own. */
  private static String unlike(List<String> taken, String name) {
    String free = name;
    while (taken.contains(free)) {
      free = "exported_" + free;
    }
    return free;
  }

  private static String words(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
  }
}

package io.cachier.exporter.cloudwatch;

import io.cachier.metrics.MetricCatalogue;
import io.cachier.metrics.MetricFamily;
import io.cachier.metrics.MetricFamily.Unit;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/**
 * What a family is in CloudWatch.
 *
 * @param name its name in CamelCase; ratios say so in their names, since CloudWatch has no unit for
 *     them
 * @param unit its unit
 */
record Metric(String name, StandardUnit unit) {
  private static final Map<MetricFamily, Metric> CATALOGUE =
      MetricCatalogue.families().stream()
          .collect(Collectors.toUnmodifiableMap(Function.identity(), Metric::ofCatalogue));

  static Metric of(MetricFamily family) {
    Metric known = CATALOGUE.get(family);
    return known != null ? known : ofBackend(family);
  }

  private static Metric ofCatalogue(MetricFamily family) {
    String name = family.unit() == Unit.RATIO ? family.nameWithUnit() : family.name();
    return new Metric(Words.camelCase(name), unit(family));
  }

  private static StandardUnit unit(MetricFamily family) {
    return switch (family.unit()) {
      case SECONDS -> StandardUnit.SECONDS;
      case BYTES -> StandardUnit.BYTES;
      // Percent would be wrong by a factor of 100.
      case RATIO -> StandardUnit.NONE;
      case NONE ->
          family.equals(MetricCatalogue.BUILD_INFO) ? StandardUnit.NONE : StandardUnit.COUNT;
    };
  }

  /** A backend's own gauge names its unit last. */
  private static Metric ofBackend(MetricFamily family) {
    StandardUnit unit = StandardUnit.NONE;
    if (family.name().endsWith("_seconds")) {
      unit = StandardUnit.SECONDS;
    } else if (family.name().endsWith("_bytes")) {
      unit = StandardUnit.BYTES;
    }
    return new Metric(Words.accepted(Words.camelCase(family.name()), Limits.NAME_LENGTH), unit);
  }
}

package io.cachier.exporter.prometheus;

import io.cachier.metrics.MetricFamily;
import io.cachier.metrics.MetricFamily.Kind;
import io.cachier.metrics.MetricFamily.Scope;
import io.prometheus.metrics.model.registry.MetricType;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A family of the catalogue in the words of client_java. */
final class Families {
  private static final String PREFIX = "cachier_";

  private Families() {}

  /** The name without {@code _total}, which client_java keeps apart, and adds itself. */
  static String baseName(MetricFamily family) {
    return PREFIX + family.nameWithUnit();
  }

  static MetricMetadata metadata(MetricFamily family) {
    return MetricMetadata.builder()
        .name(baseName(family))
        .help(family.help())
        .unit(unit(family.unit()))
        .counterSuffix(family.kind() == Kind.COUNTER)
        .build();
  }

  private static @Nullable Unit unit(MetricFamily.Unit unit) {
    return switch (unit) {
      case NONE -> null;
      case SECONDS -> Unit.SECONDS;
      case BYTES -> Unit.BYTES;
      case RATIO -> Unit.RATIO;
    };
  }

  static MetricFamilyDescriptor descriptor(MetricFamily family, Naming naming) {
    List<String> labels = new ArrayList<>();
    if (family.scope() == Scope.FUNCTION) {
      labels.addAll(naming.functionLabels());
    }
    labels.addAll(family.labels());
    MetricType type =
        switch (family.kind()) {
          case COUNTER -> MetricType.COUNTER;
          case GAUGE -> MetricType.GAUGE;
          case HISTOGRAM -> MetricType.HISTOGRAM;
        };
    return MetricFamilyDescriptor.of(type, metadata(family), labels);
  }

  /**
   * A family with its points, which must be of its kind.
   *
   * @param points best in the order of their labels: client_java sorts them, and sorting what is
   *     sorted takes next to no time
   */
  @SuppressWarnings("unchecked") // the points were made by the kind of their family
  static MetricSnapshot snapshot(
      Kind kind, MetricMetadata metadata, List<? extends DataPointSnapshot> points) {
    return switch (kind) {
      case COUNTER -> new CounterSnapshot(metadata, (List<CounterDataPointSnapshot>) points);
      case GAUGE -> new GaugeSnapshot(metadata, (List<GaugeDataPointSnapshot>) points);
      case HISTOGRAM -> new HistogramSnapshot(metadata, (List<HistogramDataPointSnapshot>) points);
    };
  }
}

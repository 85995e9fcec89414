package io.cachier.metrics;

import java.util.List;

/**
 * What one metric is, whatever the system that it is exported to. {@link MetricCatalogue} has all
 * of them.
 *
 * @param name lower-case words joined by underscores, without prefix, unit or {@code _total}
 * @param kind how its values behave
 * @param unit what they are measured in
 * @param scope what it is about
 * @param labels the names of the labels that it has besides those of its scope, in the order of
 *     {@link MetricSeries#labelValues()}
 * @param help one sentence for a person
 */
public record MetricFamily(
    String name, Kind kind, Unit unit, Scope scope, List<String> labels, String help) {
  /** How values behave. */
  public enum Kind {
    /** Only grows; in a difference, what it grew by. */
    COUNTER,
    /** Goes up and down; in a difference, the value of now. */
    GAUGE,
    /** A {@link HistogramSnapshot} of durations. */
    HISTOGRAM
  }

  /** What values are measured in. */
  public enum Unit {
    /** Plain numbers. */
    NONE(""),
    /** Seconds. */
    SECONDS("_seconds"),
    /** Bytes. */
    BYTES("_bytes"),
    /** A share, from 0 to 1. */
    RATIO("_ratio");

    private final String suffix;

    Unit(String suffix) {
      this.suffix = suffix;
    }
  }

  /** What a metric is about. */
  public enum Scope {
    /** One function on its backend: every system tells the names of both. */
    FUNCTION,
    /** The process as a whole. */
    PROCESS
  }

  /**
   * Copies the labels.
   *
   * @param name as the component
   * @param kind as the component
   * @param unit as the component
   * @param scope as the component
   * @param labels as the component
   * @param help as the component
   */
  public MetricFamily {
    labels = List.copyOf(labels);
  }

  /**
   * The name and its unit.
   *
   * @return for example {@code call_duration_seconds}
   */
  public String nameWithUnit() {
    return name + unit.suffix;
  }

  /**
   * The name in the convention of Prometheus and OpenMetrics.
   *
   * @return for example {@code cachier_calls_total}
   */
  public String prometheusName() {
    return "cachier_" + nameWithUnit() + (kind == Kind.COUNTER ? "_total" : "");
  }
}

package io.cachier.metrics;

import java.util.List;

/** One series of a family, and its value at one moment or over one stretch of time. */
public sealed interface MetricSeries {
  /**
   * The metric.
   *
   * @return its family
   */
  MetricFamily family();

  /**
   * What tells this series from the others of its family.
   *
   * @return one value for each of the family's labels, in that order
   */
  List<String> labelValues();

  /**
   * A counter or a gauge.
   *
   * @param family as {@link #family()}
   * @param labelValues as {@link #labelValues()}
   * @param value the number; NaN for a gauge that has no value now
   */
  record Value(MetricFamily family, List<String> labelValues, double value)
      implements MetricSeries {
    /**
     * Copies the labels.
     *
     * @param family as the component
     * @param labelValues as the component
     * @param value as the component
     */
    public Value {
      labelValues = List.copyOf(labelValues);
    }
  }

  /**
   * A histogram.
   *
   * @param family as {@link #family()}
   * @param labelValues as {@link #labelValues()}
   * @param histogram the durations
   */
  record Distribution(MetricFamily family, List<String> labelValues, HistogramSnapshot histogram)
      implements MetricSeries {
    /**
     * Copies the labels.
     *
     * @param family as the component
     * @param labelValues as the component
     * @param histogram as the component
     */
    public Distribution {
      labelValues = List.copyOf(labelValues);
    }
  }
}

package io.cachier.exporter.cloudwatch;

/**
 * What CloudWatch takes, by the API reference of PutMetricData, MetricDatum and Dimension
 * (2010-08-01).
 */
final class Limits {
  /** Data in one request. CloudWatch counts metrics; a metric may have several data. */
  static final int DATA_IN_A_REQUEST = 1_000;

  /**
   * Bytes of one request. CloudWatch says 1 MB and does not say whether before or after gzip; so it
   * is kept before, and by the smaller megabyte.
   */
  static final int BYTES_IN_A_REQUEST = 1_000_000;

  /** Different values in one datum. */
  static final int VALUES_IN_A_DATUM = 150;

  /** Dimensions of one metric. */
  static final int DIMENSIONS = 30;

  /** Characters of a namespace, a metric's name and a dimension's name. */
  static final int NAME_LENGTH = 255;

  /** Characters of a dimension's value. */
  static final int VALUE_LENGTH = 1_024;

  /** The greatest value; 2 to the power of its negative exponent is the least above zero. */
  static final double GREATEST_VALUE = Math.scalb(1.0, 360);

  /** The least value above zero. */
  static final double LEAST_VALUE = Math.scalb(1.0, -360);

  private Limits() {}
}

package io.cachier.exporter.cloudwatch;

import java.time.Instant;
import java.util.List;
import java.util.stream.DoubleStream;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/**
 * One datum as it is kept until it is sent: a few objects, where the SDK's has one for each value.
 * Immutable.
 */
final class Datum {
  /**
   * What the fixed parts take at most: map, names of the members with their lengths, timestamp,
   * resolution. The lengths of what varies come on top.
   */
  private static final int FIXED_BYTES = 100;

  private static final int DIMENSION_BYTES = 20;
  private static final int NUMBER_BYTES = 9;
  private static final int SMALL_NUMBER_BYTES = 3;

  private final String metric;
  private final StandardUnit unit;
  private final List<Dimension> dimensions;
  private final long atMillis;
  private final double[] values;
  private final double[] counts;

  private Datum(
      String metric,
      StandardUnit unit,
      List<Dimension> dimensions,
      long atMillis,
      double[] values,
      double[] counts) {
    this.metric = metric;
    this.unit = unit;
    this.dimensions = dimensions;
    this.atMillis = atMillis;
    this.values = values;
    this.counts = counts;
  }

  static Datum ofValue(
      String metric, StandardUnit unit, List<Dimension> dimensions, long atMillis, double value) {
    return new Datum(metric, unit, dimensions, atMillis, new double[] {value}, new double[0]);
  }

  /**
   * A distribution.
   *
   * @param metric its name
   * @param unit its unit
   * @param dimensions its dimensions
   * @param atMillis when it was measured
   * @param values at most 150, of which the datum becomes the owner
   * @param counts how often each occurred; as many, and owned as well
   * @return the datum
   */
  static Datum ofDistribution(
      String metric,
      StandardUnit unit,
      List<Dimension> dimensions,
      long atMillis,
      double[] values,
      double[] counts) {
    return new Datum(metric, unit, dimensions, atMillis, values, counts);
  }

  /**
   * The most bytes that the datum takes in a request, as the SDK writes it (CBOR).
   *
   * @return an upper bound, less than a tenth above what it is for large data
   */
  int bytes() {
    int bytes = FIXED_BYTES + metric.length() + unit.toString().length();
    for (Dimension dimension : dimensions) {
      bytes += DIMENSION_BYTES + dimension.name().length() + dimension.value().length();
    }
    return bytes + bytes(values) + bytes(counts);
  }

  /** Whole numbers are written as short as they can be; counts are whole. */
  private static int bytes(double[] numbers) {
    int bytes = 0;
    for (double number : numbers) {
      boolean small = number >= 0 && number < 0x10000 && number == Math.rint(number);
      bytes += small ? SMALL_NUMBER_BYTES : NUMBER_BYTES;
    }
    return bytes;
  }

  MetricDatum toSdk(int storageResolution) {
    MetricDatum.Builder datum =
        MetricDatum.builder()
            .metricName(metric)
            .unit(unit)
            .dimensions(dimensions)
            .timestamp(Instant.ofEpochMilli(atMillis))
            .storageResolution(storageResolution);
    return counts.length == 0
        ? datum.value(values[0]).build()
        : datum.values(boxed(values)).counts(boxed(counts)).build();
  }

  private static List<Double> boxed(double[] numbers) {
    return DoubleStream.of(numbers).boxed().toList();
  }
}

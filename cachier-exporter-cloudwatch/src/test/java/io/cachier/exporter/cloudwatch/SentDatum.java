package io.cachier.exporter.cloudwatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A datum as it arrived; an absent number is an empty list. */
record SentDatum(
    String metric,
    List<Map.Entry<String, String>> dimensions,
    Instant timestamp,
    List<Double> value,
    List<Double> values,
    List<Double> counts,
    String unit,
    int storageResolution) {

  String dimension(String name) {
    return dimensions.stream()
        .filter(dimension -> dimension.getKey().equals(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  /** The metric and its dimensions, for example {@code Calls[Function=f, Outcome=hit]}. */
  String series() {
    List<String> pairs = new ArrayList<>();
    dimensions.forEach(dimension -> pairs.add(dimension.getKey() + "=" + dimension.getValue()));
    return metric + pairs;
  }

  /** What CloudWatch's statistic SampleCount counts of it. */
  double count() {
    return value.size() + counts.stream().mapToDouble(Double::doubleValue).sum();
  }

  /** What CloudWatch's statistic Sum adds up of it. */
  double sum() {
    double sum = value.stream().mapToDouble(Double::doubleValue).sum();
    for (int i = 0; i < values.size(); i++) {
      sum += values.get(i) * counts.get(i);
    }
    return sum;
  }
}

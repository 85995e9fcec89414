package io.cachier.exporter.cloudwatch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;

/** Dimensions as CloudWatch takes them: at most 30, with different names. */
final class Dimensions {
  private Dimensions() {}

  static Dimension of(String name, String value) {
    return Dimension.builder()
        .name(Words.accepted(name, Limits.NAME_LENGTH))
        .value(Words.accepted(value, Limits.VALUE_LENGTH))
        .build();
  }

  /**
   * The dimensions of a series.
   *
   * @param scope those of its function; none for a series of the process
   * @param labels the names of its labels
   * @param labelValues their values
   * @return the dimensions. Of two labels that would have one name, the later has a hash in its
   *     own; labels past the 29th are folded into one dimension, a hash of them all
   */
  static List<Dimension> of(List<Dimension> scope, List<String> labels, List<String> labelValues) {
    Map<String, Dimension> dimensions = new LinkedHashMap<>();
    scope.forEach(dimension -> dimensions.put(dimension.name(), dimension));
    for (int i = 0; i < labels.size(); i++) {
      if (dimensions.size() == Limits.DIMENSIONS - 1 && i < labels.size() - 1) {
        String rest =
            labels.subList(i, labels.size()) + "=" + labelValues.subList(i, labels.size());
        dimensions.put("", of("Further", Words.hash(rest)));
        break;
      }
      Dimension dimension = of(Words.camelCase(labels.get(i)), labelValues.get(i));
      if (dimensions.containsKey(dimension.name())) {
        dimension = of(dimension.name() + "-" + Words.hash(labels.get(i)), labelValues.get(i));
      }
      dimensions.put(dimension.name(), dimension);
    }
    return List.copyOf(dimensions.values());
  }
}

package io.cachier.exporter.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;

class DimensionsTest {
  private static final List<Dimension> SCOPE =
      List.of(Dimensions.of("Function", "f"), Dimensions.of("Backend", "memory"));

  @Test
  void of_labels_followTheScopeInCamelCase() {
    assertThat(
            pairs(Dimensions.of(SCOPE, List.of("outcome", "error_type"), List.of("hit", "none"))))
        .containsExactly("Function=f", "Backend=memory", "Outcome=hit", "ErrorType=none");
    assertThat(Dimensions.of(List.of(), List.of(), List.of())).isEmpty();
  }

  @Test
  void of_labelsOfOneName_areTwoDimensions() {
    List<Dimension> dimensions =
        Dimensions.of(List.of(), List.of("backend", "Backend", "b\u00e4"), List.of("1", "2", ""));

    assertThat(pairs(dimensions).get(0)).isEqualTo("Backend=1");
    assertThat(pairs(dimensions).get(1)).matches("Backend-[0-9a-f]{16}=2");
    assertThat(pairs(dimensions).get(2)).matches("B_-[0-9a-f]{16}=_-[0-9a-f]{16}");
  }

  @Test
  void of_thirtyDimensions_areLeftAlone() {
    List<String> labels = labels(28);

    assertThat(Dimensions.of(SCOPE, labels, labels)).hasSize(30);
    assertThat(pairs(Dimensions.of(SCOPE, labels, labels))).last().isEqualTo("L27=l27");
  }

  @Test
  void of_moreThanThirtyDimensions_foldsTheRest() {
    List<String> labels = labels(40);
    List<String> values = Collections.nCopies(39, "same");

    List<Dimension> one = Dimensions.of(SCOPE, labels, with(values, "one"));
    List<Dimension> other = Dimensions.of(SCOPE, labels, with(values, "other"));

    assertThat(one).hasSize(30);
    assertThat(pairs(one)).last().asString().matches("Further=[0-9a-f]{16}");
    assertThat(one).isNotEqualTo(other);
    assertThat(one.subList(0, 29)).isEqualTo(other.subList(0, 29));
  }

  private static List<String> labels(int count) {
    return IntStream.range(0, count).mapToObj(i -> "l" + i).toList();
  }

  private static List<String> with(List<String> values, String last) {
    return java.util.stream.Stream.concat(values.stream(), java.util.stream.Stream.of(last))
        .toList();
  }

  private static List<String> pairs(List<Dimension> dimensions) {
    return dimensions.stream().map(d -> d.name() + "=" + d.value()).toList();
  }
}

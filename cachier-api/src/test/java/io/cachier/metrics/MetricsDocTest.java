package io.cachier.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What docs/metrics.md says of the catalogue is what the catalogue says. */
class MetricsDocTest {
  private static final Path PAGE = Path.of("..", "docs", "metrics.md");

  @Test
  void table_ofThePage_isTheCatalogue() throws IOException {
    List<String> rows =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("| `cachier_"))
            .map(line -> String.join("|", List.of(line.split("\\|", -1)).subList(1, 3)))
            .map(String::strip)
            .toList();

    assertThat(rows)
        .containsExactlyElementsOf(
            MetricCatalogue.families().stream()
                .map(
                    family ->
                        "`"
                            + family.prometheusName()
                            + "` | "
                            + family.kind().name().toLowerCase(Locale.ROOT))
                .toList());
  }

  @Test
  void labels_ofThePage_areThoseOfTheCatalogue() throws IOException {
    List<String> lines = Files.readAllLines(PAGE);
    for (MetricFamily family : MetricCatalogue.families()) {
      String row =
          lines.stream()
              .filter(line -> line.startsWith("| `" + family.prometheusName() + "`"))
              .findFirst()
              .orElseThrow();
      String labels =
          String.join(", ", family.labels().stream().map(label -> "`" + label + "`").toList());
      assertThat(row.split("\\|", -1)[4].strip()).as(family.name()).isEqualTo(labels);
    }
  }

  @Test
  void labelValues_ofThePage_nameEveryValue() throws IOException {
    String page = Files.readString(PAGE);
    for (Enum<?>[] values :
        List.<Enum<?>[]>of(
            Outcome.values(),
            ComputeTrigger.values(),
            ComputeResult.values(),
            WaitResult.values(),
            BackendOperation.values(),
            OperationError.values())) {
      for (Enum<?> value : values) {
        assertThat(page).contains("`" + value.name().toLowerCase(Locale.ROOT) + "`");
      }
    }
  }
}

package io.cachier.exporter.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.metrics.MetricCatalogue;
import io.cachier.metrics.MetricFamily;
import io.cachier.metrics.MetricFamily.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code docs/exporters/cloudwatch.md} lists is what is sent, and all of it. */
class DocumentationTest {
  private static final Path PAGE = Path.of("..", "docs", "exporters", "cloudwatch.md");

  @Test
  void metrics_ofTheCatalogue_areAllListed() throws IOException {
    List<String> rows = MetricCatalogue.families().stream().map(DocumentationTest::row).toList();

    assertThat(rowsAfter("## Metrics"))
        .as("put this there:%n%s", String.join("\n", rows))
        .containsExactlyElementsOf(rows);
  }

  @Test
  void settings_allOfThem_areListedWithTheirDefaults() throws IOException {
    Options defaults = Options.DEFAULTS;

    assertThat(rowsAfter("## Settings"))
        .extracting(row -> row.substring(0, row.indexOf('|', row.indexOf('|', 2) + 1) + 1))
        .containsExactlyInAnyOrder(
            "| `cachier.cloudwatch.namespace` | `%s` |".formatted(defaults.namespace()),
            "| `cachier.cloudwatch.region` | as the AWS SDK finds it |",
            "| `cachier.cloudwatch.endpoint` | the region's own |",
            "| `cachier.cloudwatch.interval` | %d s |".formatted(defaults.interval().toSeconds()),
            "| `cachier.cloudwatch.storage-resolution` | %d |"
                .formatted(defaults.storageResolution()))
        .hasSameSizeAs(Options.NAMES);
  }

  private static String row(MetricFamily family) {
    Metric metric = Metric.of(family);
    List<String> dimensions = new ArrayList<>();
    if (family.scope() == Scope.FUNCTION) {
      dimensions.add("Function");
      dimensions.add("Backend");
    }
    family.labels().forEach(label -> dimensions.add(Words.camelCase(label)));
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            metric.name(),
            type(family),
            metric.unit(),
            String.join(", ", dimensions),
            family.help());
  }

  private static String type(MetricFamily family) {
    return switch (family.kind()) {
      case COUNTER -> "increase";
      case GAUGE -> "value";
      case HISTOGRAM -> "distribution";
    };
  }

  private static List<String> rowsAfter(String heading) throws IOException {
    List<String> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("#")) {
        inside = line.equals(heading);
      } else if (inside && line.startsWith("| `")) {
        rows.add(line);
      }
    }
    return rows;
  }
}

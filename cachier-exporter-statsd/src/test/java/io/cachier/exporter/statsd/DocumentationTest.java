package io.cachier.exporter.statsd;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.metrics.MetricCatalogue;
import io.cachier.metrics.MetricFamily;
import io.cachier.metrics.MetricFamily.Kind;
import io.cachier.metrics.MetricFamily.Scope;
import io.cachier.metrics.MetricFamily.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@code docs/exporters/statsd.md} lists is what is sent, and all of it. */
class DocumentationTest {
  private static final Path PAGE = Path.of("..", "docs", "exporters", "statsd.md");

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

  private static String row(MetricFamily family) {
    StringBuilder name =
        new StringBuilder("cachier.")
            .append(family.scope() == Scope.FUNCTION ? "<function>." : "process.")
            .append(SeriesLines.word(family));
    family.labels().forEach(label -> name.append(".<").append(label).append('>'));
    if (family.kind() == Kind.HISTOGRAM) {
      name.append(".*");
    }
    return "| `%s` | %s | %s | %s |".formatted(name, type(family), unit(family), family.help());
  }

  private static String type(MetricFamily family) {
    return switch (family.kind()) {
      case COUNTER -> "counter";
      case GAUGE -> "gauge";
      case HISTOGRAM -> "durations";
    };
  }

  private static String unit(MetricFamily family) {
    if (family.unit() == Unit.SECONDS) {
      return family.kind() == Kind.COUNTER ? "milliseconds" : "microseconds";
    }
    return switch (family.unit()) {
      case BYTES -> "bytes";
      case RATIO -> "0 to 1";
      default -> "";
    };
  }

  @Test
  void names_ofTheCatalogue_areAllListed() throws IOException {
    List<String> rows = MetricCatalogue.families().stream().map(DocumentationTest::row).toList();

    assertThat(rowsAfter("## Names"))
        .as("put this there:%n%s", String.join("\n", rows))
        .containsExactlyElementsOf(rows);
  }

  @Test
  void durations_everyFigure_isListed() throws IOException {
    List<String> names =
        new SeriesLines("", TestLog.names(), new Remainders())
            .write(MetricCatalogue.ofFunction(TestFunction.named("f"), Figures.hits(1))).stream()
                .filter(line -> line.startsWith("call_duration.hit."))
                .map(line -> line.substring("call_duration.hit".length(), line.indexOf(':')))
                .collect(Collectors.toList());

    assertThat(rowsAfter("### Durations"))
        .extracting(row -> row.substring(3, row.indexOf('`', 3)))
        .containsExactlyElementsOf(names);
  }

  @Test
  void settings_allOfThem_areListedWithTheirDefaults() throws IOException {
    StatsdOptions defaults = StatsdOptions.DEFAULTS;

    assertThat(rowsAfter("## Settings"))
        .extracting(row -> row.substring(0, row.indexOf('|', row.indexOf('|', 2) + 1) + 1))
        .containsExactlyInAnyOrder(
            "| `cachier.statsd.host` | `%s` |".formatted(defaults.host()),
            "| `cachier.statsd.port` | %d |".formatted(defaults.port()),
            "| `cachier.statsd.prefix` | `%s` |".formatted(defaults.prefix()),
            "| `cachier.statsd.interval` | %d s |".formatted(defaults.interval().toSeconds()),
            "| `cachier.statsd.packet-bytes` | %d |".formatted(defaults.packetBytes()),
            "| `cachier.statsd.packets-per-second` | %d |".formatted(defaults.packetsPerSecond()))
        .hasSameSizeAs(StatsdOptions.settings());
  }
}

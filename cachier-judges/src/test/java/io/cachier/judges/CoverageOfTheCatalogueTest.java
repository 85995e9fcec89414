package io.cachier.judges;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.metrics.MetricCatalogue;
import io.cachier.metrics.MetricFamily;
import io.cachier.metrics.MetricFamily.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Dashboard and rules know the metrics that there are, and no others. */
class CoverageOfTheCatalogueTest {
  private static final List<String> PARTS = List.of("_bucket", "_count", "_sum");

  @Test
  void dashboard_catalogue_showsEveryFamilyAndNothingElse() {
    Set<String> shown = new HashSet<>();
    Published.queries().forEach(query -> shown.addAll(PromQl.metrics(query.expression())));
    assertThat(shown).isSubsetOf(names());
    for (MetricFamily family : MetricCatalogue.families()) {
      assertThat(shown).contains(family.prometheusName());
    }
  }

  @Test
  void rules_catalogue_useWhatIsExportedOrRecorded() {
    Set<String> known = names();
    for (Document rule : rules()) {
      if (rule.get("record").isPresent()) {
        known.add(rule.get("record").text());
      }
    }
    for (Document rule : rules()) {
      assertThat(PromQl.metrics(rule.get("expr").text())).isNotEmpty().isSubsetOf(known);
    }
  }

  @Test
  void recordedSeries_all_areUsedByAnAlertOrExplained() {
    Set<String> used = new HashSet<>();
    rules().forEach(rule -> used.addAll(PromQl.metrics(rule.get("expr").text())));
    List<String> unused =
        rules().stream()
            .filter(rule -> rule.get("record").isPresent())
            .map(rule -> rule.get("record").text())
            .filter(name -> !used.contains(name))
            .toList();
    // For graphs over long times, where the raw histograms would be slow.
    assertThat(unused)
        .containsExactlyInAnyOrder(
            "function:cachier_call_duration_seconds:p50_5m",
            "function:cachier_time_saved_seconds:rate5m",
            "function:cachier_compute_seconds:rate5m",
            "function:cachier_compute_duration_seconds:p99_5m",
            "backend:cachier_backend_operation_duration_seconds:p99_5m");
  }

  private static List<Document> rules() {
    return Published.RULE_FILES.stream().flatMap(file -> Published.rules(file).stream()).toList();
  }

  private static Set<String> names() {
    Set<String> names = new HashSet<>();
    for (MetricFamily family : MetricCatalogue.families()) {
      names.add(family.prometheusName());
      if (family.kind() == Kind.HISTOGRAM) {
        PARTS.forEach(part -> names.add(family.prometheusName() + part));
      }
    }
    return names;
  }
}

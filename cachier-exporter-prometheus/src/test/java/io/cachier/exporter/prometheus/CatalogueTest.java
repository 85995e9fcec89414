package io.cachier.exporter.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.metrics.MetricCatalogue;
import io.cachier.metrics.MetricFamily;
import io.cachier.metrics.MetricSeries;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Outcome;
import io.cachier.metrics.ProcessSnapshot;
import io.cachier.spi.Gauge;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everything of the catalogue is served, under its name, type, labels and value. */
class CatalogueTest {
  private final PrometheusExporter exporter = PrometheusExporter.builder().port(0).build();

  @BeforeEach
  void start() {
    exporter.attach(CatalogueTest::process);
    exporter.start();
  }

  @AfterEach
  void stop() {
    exporter.stop();
  }

  private static ProcessSnapshot process() {
    return new ProcessSnapshot(
        "1.2.3",
        Map.of(
            "redis",
            List.of(new Gauge("pool_connections", Map.of("pool", "main", "state", "idle"), 5))),
        Map.of("statsd", new ProcessSnapshot.Exporter(3, 4)));
  }

  @Test
  void scrape_everyFamily_hasItsNameAndType() {
    exporter.registerFunction(TestFunction.of("f", TestFigures.full()));
    Map<String, String> expected = new TreeMap<>();
    for (MetricFamily family : MetricCatalogue.families()) {
      expected.put(family.prometheusName(), family.kind().name().toLowerCase(Locale.ROOT));
    }
    assertThat(Scraped.from(exporter).types()).isEqualTo(expected);
  }

  @Test
  void scrape_everySeries_hasItsLabelsAndValue() {
    TestFunction function = TestFunction.of("f", TestFigures.full());
    exporter.registerFunction(function);
    Scraped scraped = Scraped.from(exporter);
    List<MetricSeries> all = MetricCatalogue.ofFunction(function, TestFigures.full());
    assertThat(all).hasSizeGreaterThan(60);
    for (MetricSeries series : all) {
      String name = series.family().prometheusName();
      String labels = labels(series);
      if (series instanceof MetricSeries.Value value) {
        assertThat(scraped.samples()).containsEntry(name + labels, value.value());
      } else {
        assertThat(scraped.samples())
            .containsEntry(name + "_count" + labels, 3.0)
            .containsEntry(name + "_sum" + labels, 5.0);
      }
    }
  }

  private static String labels(MetricSeries series) {
    Map<String, String> labels = new TreeMap<>(Map.of("function", "f", "backend", "memory"));
    for (int i = 0; i < series.labelValues().size(); i++) {
      labels.put(series.family().labels().get(i), series.labelValues().get(i));
    }
    List<String> written =
        labels.entrySet().stream().map(e -> e.getKey() + "=\"" + e.getValue() + "\"").toList();
    return "{" + String.join(",", written) + "}";
  }

  @Test
  void scrape_processFigures_areServed() {
    assertThat(Scraped.from(exporter).samples())
        .containsOnly(
            Map.entry(
                "cachier_pool_connections{backend=\"redis\",pool=\"main\",state=\"idle\"}", 5.0),
            Map.entry("cachier_export_errors_total{exporter=\"statsd\"}", 3.0),
            Map.entry("cachier_export_dropped_total{exporter=\"statsd\"}", 4.0),
            Map.entry("cachier_build_info{version=\"1.2.3\"}", 1.0));
  }

  @Test
  void scrape_windowWithoutCalls_isNotANumber() {
    exporter.registerFunction(TestFunction.of("idle", MetricSnapshot.empty()));
    assertThat(Scraped.from(exporter).samples())
        .containsEntry(
            "cachier_window_hit_ratio{backend=\"memory\",function=\"idle\",window=\"1m\"}",
            Double.NaN)
        .containsEntry(
            "cachier_calls_total{backend=\"memory\",function=\"idle\",outcome=\"hit\"}", 0.0)
        .doesNotContainKey("cachier_entries{backend=\"memory\",function=\"idle\"}");
  }

  @Test
  void scrape_oddFunctionName_isEscaped() {
    exporter.registerFunction(TestFunction.of("a\"b\\c\u00e4\ud83d\ude00", TestFigures.hits(3)));
    assertThat(Scraped.from(exporter).samples())
        .containsEntry(
            "cachier_calls_total{backend=\"memory\","
                + "function=\"a\\\"b\\\\c\u00e4\ud83d\ude00\",outcome=\"hit\"}",
            3.0);
  }

  @Test
  void scrape_severalFunctions_areOrderedByLabels() {
    exporter.registerFunction(TestFunction.on("memory", "b", TestFigures::full));
    exporter.registerFunction(TestFunction.on("file", "c", TestFigures::full));
    exporter.registerFunction(TestFunction.on("memory", "a", TestFigures::full));
    List<String> removals =
        Scraped.from(exporter).samples().keySet().stream()
            .filter(series -> series.startsWith("cachier_removals_total"))
            .toList();
    assertThat(removals).hasSize(12).isSorted();
    assertThat(new TreeSet<>(removals)).hasSize(12);
  }

  @Test
  void scrape_seriesChangeAndTheirNumberDoesNot_servesThoseOfNow() {
    AtomicReference<Outcome> outcome = new AtomicReference<>(Outcome.HIT);
    exporter.registerFunction(
        TestFunction.on("memory", "f", () -> TestFigures.calls(outcome.get(), Map.of(0, 2L), 1.0)));
    String count = "cachier_call_duration_seconds_count{backend=\"memory\",function=\"f\",outcome=";
    assertThat(Scraped.from(exporter).samples()).containsEntry(count + "\"hit\"}", 2.0);
    outcome.set(Outcome.MISS);
    assertThat(Scraped.from(exporter).samples())
        .containsEntry(count + "\"miss\"}", 2.0)
        .doesNotContainKey(count + "\"hit\"}");
  }
}

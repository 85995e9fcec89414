package io.cachier.exporter.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.metrics.ProcessSnapshot;
import io.cachier.spi.Gauge;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is wrong costs only itself. */
class GuardTest {
  private static final String HITS =
      "cachier_calls_total{backend=\"memory\",function=\"%s\",outcome=\"hit\"}";

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusExporter exporter =
      PrometheusExporter.builder().registry(registry).server(false).build();

  @BeforeEach
  void start() {
    exporter.start();
  }

  private Scraped scraped() {
    return Scraped.of(PrometheusTextFormatWriter.create().toDebugString(registry.scrape()));
  }

  private void publish(Gauge... gauges) {
    exporter.attach(
        () ->
            new ProcessSnapshot(
                "1", Map.of("redis", List.of(gauges), "sql", List.of(gauges)), Map.of()));
  }

  @Test
  void scrape_oneFunctionThrows_servesTheOthersAndCounts() {
    exporter.registerFunction(TestFunction.of("good", TestFigures.hits(1)));
    exporter.registerFunction(
        TestFunction.on(
            "memory",
            "bad",
            () -> {
              throw new IllegalStateException("no figures");
            }));
    exporter.registerFunction(
        TestFunction.on(
            "memory",
            "worse",
            () -> {
              throw new NoClassDefFoundError("no class");
            }));
    assertThat(scraped().samples())
        .containsEntry(HITS.formatted("good"), 1.0)
        .doesNotContainKey(HITS.formatted("bad"))
        .doesNotContainKey(HITS.formatted("worse"));
    assertThat(exporter.errors()).isEqualTo(2);
    // By itself the exporter tells of that too.
    assertThat(scraped().samples())
        .containsEntry("cachier_export_errors_total{exporter=\"prometheus\"}", 4.0);
  }

  @Test
  void scrape_processThrows_servesTheFunctionsAndCounts() {
    exporter.registerFunction(TestFunction.of("good", TestFigures.hits(1)));
    exporter.attach(
        () -> {
          throw new IllegalStateException("no gauges");
        });
    assertThat(scraped().samples())
        .containsEntry(HITS.formatted("good"), 1.0)
        .containsEntry("cachier_build_info{version=\"unknown\"}", 1.0);
    assertThat(exporter.errors()).isEqualTo(1);
  }

  @Test
  void scrape_malformedGauges_areCleaned() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("Shard.No", "1");
    labels.put("9th", "2");
    labels.put("--", "3");
    labels.put("backend", "4");
    publish(
        new Gauge("Lag (s)", labels, 1),
        new Gauge("queue.length_total", Map.of(), 2),
        new Gauge("_sum", Map.of(), 3),
        new Gauge("slots:free", Map.of("shard-no", "a", "shard_no", "b"), 4));
    Scraped scraped = scraped();
    assertThat(scraped.samples())
        .containsEntry(
            "cachier_lag_s{backend=\"redis\",exported_backend=\"4\",label_=\"3\","
                + "label_9th=\"2\",shard_no=\"1\"}",
            1.0)
        .containsEntry("cachier_queue_length{backend=\"redis\"}", 2.0)
        .containsEntry("cachier_unnamed{backend=\"sql\"}", 3.0)
        .containsEntry(
            "cachier_slots_free{backend=\"sql\",exported_shard_no=\"b\",shard_no=\"a\"}", 4.0);
    assertThat(scraped.types()).containsEntry("cachier_queue_length", "gauge");
    assertThat(exporter.dropped()).isZero();
  }

  @Test
  void scrape_gaugeNamedLikeAMetricOfTheCatalogue_isLeftOutAndCounted() {
    exporter.registerFunction(TestFunction.of("f", TestFigures.full()));
    publish(
        new Gauge("calls", Map.of(), 1),
        new Gauge("entries", Map.of(), 2),
        new Gauge("call_duration_seconds_count", Map.of(), 3),
        new Gauge("build_info", Map.of(), 4),
        new Gauge("fine", Map.of(), 5));
    Scraped scraped = scraped();
    assertThat(scraped.samples())
        .containsEntry("cachier_fine{backend=\"redis\"}", 5.0)
        .containsEntry("cachier_build_info{version=\"1\"}", 1.0)
        .containsEntry(HITS.formatted("f"), 15.0);
    assertThat(scraped.count("cachier_entries")).isEqualTo(1);
    assertThat(exporter.dropped()).isEqualTo(8);
  }

  @Test
  void scrape_gaugesOfOneNameWithOtherLabels_areOneFamily() {
    exporter.attach(
        () ->
            new ProcessSnapshot(
                "1",
                Map.of(
                    "redis",
                    List.of(new Gauge("pool_connections", Map.of("pool", "p", "state", "idle"), 1)),
                    "sql",
                    List.of(new Gauge("pool_connections", Map.of("host", "h"), 2))),
                Map.of()));
    String text = PrometheusTextFormatWriter.create().toDebugString(registry.scrape());
    assertThat(text.split("# TYPE cachier_pool_connections gauge")).hasSize(2);
    assertThat(Scraped.of(text).samples())
        .containsEntry("cachier_pool_connections{backend=\"redis\",pool=\"p\",state=\"idle\"}", 1.0)
        .containsEntry("cachier_pool_connections{backend=\"sql\",host=\"h\"}", 2.0);
  }

  @Test
  void scrape_gaugeTwiceWithTheSameLabels_isServedOnceAndCounted() {
    publish(new Gauge("lag", Map.of(), 1), new Gauge("lag", Map.of(), 2));
    assertThat(scraped().samples()).containsEntry("cachier_lag{backend=\"sql\"}", 1.0);
    assertThat(exporter.dropped()).isEqualTo(2);
  }
}

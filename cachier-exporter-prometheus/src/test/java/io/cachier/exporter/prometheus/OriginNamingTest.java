package io.cachier.exporter.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.ComputeResult;
import io.cachier.metrics.ComputeTrigger;
import io.cachier.metrics.HistogramSnapshot;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Outcome;
import io.cachier.metrics.ProcessSnapshot;
import io.cachier.metrics.Timing;
import io.cachier.spi.Gauge;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The origin's ten metrics: dashboards made for it must find each. */
class OriginNamingTest {
  private final PrometheusExporter exporter =
      PrometheusExporter.builder().port(0).naming(Naming.ORIGIN).build();

  @BeforeEach
  void start() {
    exporter.start();
  }

  @AfterEach
  void stop() {
    exporter.stop();
  }

  /** 30 hits and 10 misses that took 2 ms each. */
  private static MetricSnapshot figures() {
    HistogramSnapshot hits = HistogramSnapshot.of(Map.of(-72, 30L), 60_000_000, 1.0);
    HistogramSnapshot misses = HistogramSnapshot.of(Map.of(-72, 10L), 20_000_000, 1.0);
    HistogramSnapshot runs = HistogramSnapshot.of(Map.of(-72, 12L), 24_000_000, 1.0);
    return new MetricSnapshot(
        Duration.ofMinutes(1),
        1.0,
        Map.of(
            new Timing.Call(Outcome.HIT),
            hits,
            new Timing.Call(Outcome.MISS),
            misses,
            new Timing.Computation(ComputeTrigger.MISS, ComputeResult.SUCCESS),
            runs),
        Map.of(
            CacheCounter.STALE_FOUND, 5L,
            CacheCounter.WAIT_TIMEOUTS, 6L,
            CacheCounter.REJECTED_SIZE, 7L),
        OptionalLong.of(8),
        OptionalLong.of(9_000),
        0,
        0);
  }

  @Test
  void scrape_origin_servesItsTenNamesWithTypesAndValues() {
    exporter.registerFunction(TestFunction.of("app.load", figures()));
    Scraped scraped = Scraped.from(exporter);
    assertThat(scraped.samples())
        .containsOnly(
            Map.entry("cachier_cache_hits_total{function=\"app.load\"}", 30.0),
            Map.entry("cachier_cache_misses_total{function=\"app.load\"}", 10.0),
            Map.entry("cachier_cache_hit_rate{function=\"app.load\"}", 75.0),
            Map.entry("cachier_avg_latency_ms{function=\"app.load\"}", 2.0),
            Map.entry("cachier_stale_hits_total{function=\"app.load\"}", 5.0),
            Map.entry("cachier_recalculations_total{function=\"app.load\"}", 12.0),
            Map.entry("cachier_wait_timeouts_total{function=\"app.load\"}", 6.0),
            Map.entry("cachier_entry_count{function=\"app.load\"}", 8.0),
            Map.entry("cachier_cache_size_bytes{function=\"app.load\"}", 9_000.0),
            Map.entry("cachier_size_limit_rejections_total{function=\"app.load\"}", 7.0));
    assertThat(scraped.types())
        .containsOnly(
            Map.entry("cachier_cache_hits_total", "counter"),
            Map.entry("cachier_cache_misses_total", "counter"),
            Map.entry("cachier_cache_hit_rate", "gauge"),
            Map.entry("cachier_avg_latency_ms", "gauge"),
            Map.entry("cachier_stale_hits_total", "counter"),
            Map.entry("cachier_recalculations_total", "counter"),
            Map.entry("cachier_wait_timeouts_total", "counter"),
            Map.entry("cachier_entry_count", "gauge"),
            Map.entry("cachier_cache_size_bytes", "gauge"),
            Map.entry("cachier_size_limit_rejections_total", "counter"));
  }

  @Test
  void scrape_nothingHappened_ratesAreZeroAndWhatIsUnknownIsAbsent() {
    exporter.registerFunction(TestFunction.of("idle", MetricSnapshot.empty()));
    assertThat(Scraped.from(exporter).samples())
        .hasSize(8)
        .containsEntry("cachier_cache_hit_rate{function=\"idle\"}", 0.0)
        .containsEntry("cachier_avg_latency_ms{function=\"idle\"}", 0.0)
        .containsEntry("cachier_cache_hits_total{function=\"idle\"}", 0.0)
        .doesNotContainKey("cachier_entry_count{function=\"idle\"}")
        .doesNotContainKey("cachier_cache_size_bytes{function=\"idle\"}");
  }

  @Test
  void scrape_gaugesOfBackends_areLeftOut() {
    exporter.attach(
        () ->
            new ProcessSnapshot(
                "1", Map.of("redis", List.of(new Gauge("lag", Map.of(), 1))), Map.of()));
    assertThat(Scraped.from(exporter).samples()).isEmpty();
  }

  @Test
  void scrape_oneNameOnTwoBackends_servesTheFirst() {
    exporter.registerFunction(TestFunction.on("memory", "f", () -> TestFigures.hits(1)));
    exporter.registerFunction(TestFunction.on("redis", "f", () -> TestFigures.hits(2)));
    assertThat(Scraped.from(exporter).samples())
        .containsEntry("cachier_cache_hits_total{function=\"f\"}", 1.0);
  }
}

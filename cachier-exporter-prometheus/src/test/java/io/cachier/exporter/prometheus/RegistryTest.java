package io.cachier.exporter.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.metrics.ProcessSnapshot;
import io.cachier.spi.Gauge;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Publishing in the application's own registry. */
class RegistryTest {
  private static final String HITS =
      "cachier_calls_total{backend=\"memory\",function=\"%s\",outcome=\"hit\"}";

  private final PrometheusRegistry registry = new PrometheusRegistry();

  private PrometheusExporter exporter() {
    return PrometheusExporter.builder().registry(registry).server(false).build();
  }

  private Scraped scraped() {
    // By client_java alone: the application may serve its registry as it likes.
    return Scraped.of(PrometheusTextFormatWriter.create().toDebugString(registry.scrape()));
  }

  @Test
  void start_applicationsRegistry_servesThereAndListensNowhere() {
    Counter.builder().name("orders_total").help("Orders.").register(registry).inc();
    PrometheusExporter exporter = exporter();
    exporter.registerFunction(TestFunction.of("f", TestFigures.hits(3)));
    exporter.start();
    assertThat(exporter.address()).isEmpty();
    assertThat(scraped().samples())
        .containsEntry("orders_total", 1.0)
        .containsEntry(HITS.formatted("f"), 3.0);
  }

  @Test
  void start_applicationsRegistryAndServer_servesAllOfIt() {
    Counter.builder().name("orders_total").help("Orders.").register(registry).inc();
    PrometheusExporter exporter = PrometheusExporter.builder().registry(registry).port(0).build();
    exporter.start();
    try {
      assertThat(Scraped.from(exporter).samples())
          .containsEntry("orders_total", 1.0)
          .containsEntry("cachier_build_info{version=\"unknown\"}", 1.0);
    } finally {
      exporter.stop();
    }
  }

  @Test
  void stop_applicationsRegistry_forgetsCachierAlone() {
    Counter.builder().name("orders_total").help("Orders.").register(registry).inc();
    PrometheusExporter exporter = exporter();
    exporter.registerFunction(TestFunction.of("f", TestFigures.hits(3)));
    exporter.start();
    exporter.stop();
    assertThat(scraped().samples()).containsOnly(Map.entry("orders_total", 1.0));
    exporter.start();
    assertThat(scraped().samples()).containsEntry(HITS.formatted("f"), 3.0);
  }

  @Test
  void start_nameIsTaken_failsWithARemedyAndCanBeRetried() {
    Counter other =
        Counter.builder()
            .name("cachier_calls_total")
            .help("Something else.")
            .labelNames("function", "backend", "outcome")
            .register(registry);
    PrometheusExporter exporter = exporter();
    exporter.registerFunction(TestFunction.of("f", TestFigures.hits(3)));
    assertThatThrownBy(exporter::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cachier_calls")
        .hasMessageContaining("give the exporter another registry");
    assertThat(scraped().samples()).isEmpty();
    registry.unregister(other);
    exporter.start();
    assertThat(scraped().samples()).containsEntry(HITS.formatted("f"), 3.0);
  }

  @Test
  void scrape_twoExportersInOneRegistry_addUp() {
    PrometheusExporter first = exporter();
    PrometheusExporter second = exporter();
    first.attach(() -> process("redis", 1, 10));
    second.attach(() -> process("mongo", 2, 20));
    first.registerFunction(TestFunction.of("a", TestFigures.hits(1)));
    second.registerFunction(TestFunction.of("b", TestFigures.hits(2)));
    first.start();
    second.start();
    assertThat(scraped().samples())
        .containsEntry(HITS.formatted("a"), 1.0)
        .containsEntry(HITS.formatted("b"), 2.0)
        .containsEntry("cachier_lag_seconds{backend=\"redis\"}", 0.5)
        .containsEntry("cachier_lag_seconds{backend=\"mongo\"}", 0.5)
        .containsEntry("cachier_export_errors_total{exporter=\"prometheus\"}", 3.0)
        .containsEntry("cachier_export_dropped_total{exporter=\"prometheus\"}", 30.0)
        .containsEntry("cachier_build_info{version=\"1\"}", 1.0);
    first.stop();
    assertThat(scraped().samples())
        .doesNotContainKey(HITS.formatted("a"))
        .containsEntry(HITS.formatted("b"), 2.0);
    second.stop();
    assertThat(scraped().samples()).isEmpty();
  }

  @Test
  void scrape_twoExportersOnOneBackend_addTheirPoolsAndKeepTheServersFigure() {
    PrometheusExporter first = exporter();
    PrometheusExporter second = exporter();
    first.attach(() -> pool(2, 1_000));
    second.attach(() -> pool(3, 1_024));
    first.start();
    second.start();
    assertThat(scraped().samples())
        .containsEntry("cachier_pool_connections{backend=\"redis\",state=\"open\"}", 5.0)
        .containsEntry("cachier_server_memory_bytes{backend=\"redis\"}", 1_024.0);
    scraped();
    assertThat(first.dropped() + second.dropped()).isZero();
  }

  private static ProcessSnapshot pool(int connections, double serverBytes) {
    return new ProcessSnapshot(
        "1",
        Map.of(
            "redis",
            List.of(
                new Gauge("pool_connections", Map.of("state", "open"), connections),
                new Gauge("server_memory_bytes", Map.of(), serverBytes))),
        Map.of());
  }

  private static ProcessSnapshot process(String backend, long errors, long dropped) {
    return new ProcessSnapshot(
        "1",
        Map.of(backend, List.of(new Gauge("lag_seconds", Map.of(), 0.5))),
        Map.of("prometheus", new ProcessSnapshot.Exporter(errors, dropped)));
  }

  @Test
  void scrape_twoFunctionsOfOneName_servesTheFirstUntilItIsGone() {
    PrometheusExporter exporter = exporter();
    TestFunction first = TestFunction.on("memory", "f", () -> TestFigures.hits(1));
    exporter.registerFunction(first);
    exporter.registerFunction(TestFunction.on("memory", "f", () -> TestFigures.hits(2)));
    exporter.registerFunction(TestFunction.on("file", "f", () -> TestFigures.hits(3)));
    exporter.start();
    for (int scrape = 0; scrape < 2; scrape++) {
      assertThat(scraped().samples())
          .containsEntry(HITS.formatted("f"), 1.0)
          .containsEntry(HITS.formatted("f").replace("memory", "file"), 3.0);
    }
    exporter.unregisterFunction(first);
    assertThat(scraped().samples()).containsEntry(HITS.formatted("f"), 2.0);
  }

  @Test
  void scrape_functionsComeAndGo_areServedWhileTheyAreThere() {
    PrometheusExporter exporter = exporter();
    exporter.start();
    TestFunction late = TestFunction.of("late", TestFigures.full());
    assertThat(scraped().count("cachier_calls_total")).isZero();
    exporter.registerFunction(late);
    assertThat(scraped().count("cachier_calls_total")).isEqualTo(6);
    exporter.unregisterFunction(late);
    assertThat(scraped().count("cachier_calls_total")).isZero();
  }

  @Test
  void scrape_bothNamingsInOneRegistry_standSideBySide() {
    PrometheusExporter origin =
        PrometheusExporter.builder().registry(registry).port(0).naming(Naming.ORIGIN).build();
    PrometheusExporter cachier = exporter();
    TestFunction function = TestFunction.of("f", TestFigures.full());
    origin.registerFunction(function);
    cachier.registerFunction(function);
    cachier.start();
    origin.start();
    try {
      // The only name that both have.
      assertThat(Scraped.from(origin).samples())
          .containsEntry("cachier_wait_timeouts_total{function=\"f\"}", 17.0)
          .containsEntry("cachier_wait_timeouts_total{backend=\"memory\",function=\"f\"}", 17.0);
    } finally {
      origin.stop();
    }
  }
}

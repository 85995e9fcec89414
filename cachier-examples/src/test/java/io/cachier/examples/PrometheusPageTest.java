package io.cachier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import io.cachier.exporter.prometheus.PrometheusExporter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The code in {@code docs/exporters/prometheus.md}. */
class PrometheusPageTest {
  private static final String ENABLED = "cachier.exporter.prometheus.enabled";

  /** This module's other tests run without the exporter. */
  @BeforeEach
  void switchOn() {
    System.setProperty(ENABLED, "true");
  }

  @AfterEach
  void switchOff() {
    System.setProperty(ENABLED, "false");
  }

  @Test
  void exporterByHand_firstFunctionWithMetrics_hasAnAddress() {
    // begin docs/exporters/prometheus.md
    PrometheusExporter exporter = PrometheusExporter.builder().port(0).build();
    Cachier cachier = Cachier.builder().addExporter(exporter).build();
    // Soon after the first function with metrics was built:
    Optional<URI> address = exporter.address();
    // end docs/exporters/prometheus.md
    try (cachier) {
      assertThat(address).isEmpty();
      buildMetered(cachier);
      Awaitility.await().until(() -> exporter.address().isPresent());
    }
  }

  @Test
  void exporterInTheRegistryOfTheApplication_scraped_hasTheFigures() {
    // begin docs/exporters/prometheus.md
    PrometheusExporter exporter =
        PrometheusExporter.builder()
            .registry(PrometheusRegistry.defaultRegistry)
            .server(false)
            .build();
    Cachier cachier = Cachier.builder().addExporter(exporter).build();
    // end docs/exporters/prometheus.md
    try (cachier) {
      buildMetered(cachier);
      Awaitility.await()
          .until(
              () ->
                  PrometheusRegistry.defaultRegistry.scrape().stream()
                      .anyMatch(metric -> metric.getMetadata().getName().equals("cachier_calls")));
    }
  }

  private static void buildMetered(Cachier cachier) {
    int five =
        cachier
            .function("text.length", String.class, Integer.class, String::length)
            .backend("memory")
            .metrics(MetricsPolicy.on())
            .build()
            .apply("hello");
    assertThat(five).isEqualTo(5);
  }
}

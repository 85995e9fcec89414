package io.cachier.exporter.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {
  private static Options configured(Map<String, String> values) {
    return Options.DEFAULTS.with(new MapSettings(values));
  }

  @Test
  void with_nothingSet_keepsTheDefaults() {
    assertThat(configured(Map.of()))
        .isEqualTo(new Options(true, "127.0.0.1", 9090, Naming.CACHIER));
  }

  @Test
  void with_everythingSet_takesIt() {
    assertThat(
            configured(
                Map.of(
                    "prometheus.server", "false",
                    "prometheus.host", "::1",
                    "prometheus.port", "65535",
                    "prometheus.naming", "origin")))
        .isEqualTo(new Options(false, "::1", 65_535, Naming.ORIGIN));
    assertThat(configured(Map.of("prometheus.naming", "cachier")).naming())
        .isEqualTo(Naming.CACHIER);
  }

  @Test
  void with_badValues_reportsThemAndKeepsTheDefaults() {
    MapSettings settings =
        new MapSettings(Map.of("prometheus.port", "65536", "prometheus.naming", "Origin"));
    assertThat(Options.DEFAULTS.with(settings)).isEqualTo(Options.DEFAULTS);
    assertThat(settings.rejected)
        .containsExactlyInAnyOrder(
            "prometheus.port", "prometheus.naming: it must be cachier or origin");
  }

  @Test
  void configure_builtByHand_keepsWhatIsNotSet() {
    PrometheusExporter exporter =
        PrometheusExporter.builder().naming(Naming.ORIGIN).port(1).host(" localhost ").build();
    exporter.configure(new MapSettings(Map.of("prometheus.port", "0")));
    exporter.registerFunction(TestFunction.of("f", TestFigures.hits(1)));
    exporter.start();
    try {
      assertThat(exporter.address().orElseThrow().toString())
          .matches("http://127\\.0\\.0\\.1:\\d+/metrics");
      assertThat(Scraped.from(exporter).samples())
          .containsEntry("cachier_cache_hits_total{function=\"f\"}", 1.0);
    } finally {
      exporter.stop();
    }
  }

  @Test
  void builder_badValues_areRefusedAtOnce() {
    PrometheusExporterBuilder builder = PrometheusExporter.builder();
    assertThatThrownBy(() -> builder.port(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("port was '-1' but it must be within 0..65535");
    assertThatThrownBy(() -> builder.port(65_536))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536");
    assertThatThrownBy(() -> builder.host(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("host was ' ' but it must name an address");
  }
}

package io.cachier.judges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cachier.exporter.prometheus.Naming;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Python's prometheus_client reads what is served, and reads the figures of the snapshot. */
@JudgedBy(Program.PYTHON)
class ExpositionParserTest {
  private ServedDay day;

  @BeforeEach
  void live() {
    day = ServedDay.over(Naming.CACHIER);
  }

  @AfterEach
  void end() {
    day.close();
  }

  @ParameterizedTest
  @EnumSource
  void scrape_ofFunctions_isTheSnapshot(Exposition format) {
    // What goes on in the background may be recorded between snapshot and scrape.
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              Truth truth = Truth.of(day.functions());
              Map<Truth.Series, Double> parsed = format.parse(day.scrape(format));
              parsed.keySet().removeIf(series -> !series.labels().containsKey("function"));
              assertThat(parsed.keySet()).containsAll(truth.mustBeThere());
              assertThat(parsed.keySet()).allMatch(series -> truth.of(series) != null, "true");
              parsed.forEach(
                  (series, value) ->
                      assertThat(value)
                          .as(series.toString())
                          .isCloseTo(truth.of(series), within(1e-9)));
            });
  }

  @ParameterizedTest
  @EnumSource
  void scrape_ofTheProcess_tellsBuildExportersAndPools(Exposition format) {
    Map<Truth.Series, Double> parsed = format.parse(day.scrape(format));
    Map<String, String> exporter = Map.of("exporter", "prometheus");
    assertThat(parsed)
        .containsEntry(new Truth.Series("cachier_export_errors_total", exporter), 0.0)
        .containsEntry(new Truth.Series("cachier_export_dropped_total", exporter), 0.0)
        .containsEntry(pool("idle"), 3.0)
        .containsEntry(pool("used"), 1.0);
    assertThat(parsed.keySet())
        .filteredOn(series -> series.name().equals("cachier_build_info"))
        .singleElement()
        .satisfies(build -> assertThat(parsed.get(build)).isEqualTo(1.0));
  }

  @Test
  void scrape_originNaming_isReadByTheTextParser() {
    try (ServedDay origin = ServedDay.over(Naming.ORIGIN)) {
      assertThat(Exposition.PLAIN_TEXT.parse(origin.scrape(Exposition.PLAIN_TEXT))).isNotEmpty();
    }
  }

  private static Truth.Series pool(String state) {
    return new Truth.Series(
        "cachier_pool_connections", Map.of("backend", "pooled", "pool", "main", "state", state));
  }
}

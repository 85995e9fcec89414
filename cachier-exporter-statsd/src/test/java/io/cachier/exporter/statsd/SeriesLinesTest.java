package io.cachier.exporter.statsd;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.metrics.HistogramSnapshot;
import io.cachier.metrics.MetricCatalogue;
import io.cachier.metrics.MetricFamily;
import io.cachier.metrics.MetricSeries;
import io.cachier.metrics.MetricSeries.Distribution;
import io.cachier.metrics.MetricSeries.Value;
import io.cachier.metrics.ProcessSnapshot;
import io.cachier.spi.Gauge;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeriesLinesTest {
  private final Remainders remainders = new Remainders();
  private final NameTable words = TestLog.names();

  private List<String> write(MetricSeries... series) {
    remainders.begin();
    List<String> lines = new SeriesLines("c.f.", words, remainders).write(List.of(series));
    remainders.commit();
    return lines;
  }

  private static Value value(MetricFamily family, double value, String... labels) {
    return new Value(family, List.of(labels), value);
  }

  @Test
  void write_counter_isWhatWasAdded() {
    assertThat(write(value(MetricCatalogue.CALLS, 3, "hit"))).containsExactly("c.f.calls.hit:3|c");
    assertThat(write(value(MetricCatalogue.BACKEND_IO, 4096, "read")))
        .containsExactly("c.f.backend_io_bytes.read:4096|c");
    assertThat(write(value(MetricCatalogue.STALE_FOUND, 1))).containsExactly("c.f.stale_found:1|c");
  }

  @Test
  void write_counterThatStoodStill_isNothing() {
    assertThat(write(value(MetricCatalogue.CALLS, 0, "hit"))).isEmpty();
  }

  @Test
  void write_counterOfSeconds_isWholeMilliseconds() {
    assertThat(write(value(MetricCatalogue.TIME_SAVED, 1.2345)))
        .containsExactly("c.f.time_saved_ms:1234|c");
    assertThat(write(value(MetricCatalogue.TIME_SAVED, 0.0005)))
        .as("the half that was left, and another")
        .containsExactly("c.f.time_saved_ms:1|c");
  }

  @Test
  void write_gauge_isItsValue() {
    assertThat(write(value(MetricCatalogue.SIZE, 123_456)))
        .containsExactly("c.f.size_bytes:123456|g");
    assertThat(write(value(MetricCatalogue.WAITERS, 0))).containsExactly("c.f.waiters:0|g");
    assertThat(write(value(MetricCatalogue.WINDOW_HIT_RATIO, 0.75, "1m")))
        .containsExactly("c.f.window_hit_ratio.1m:0.75|g");
  }

  @Test
  void write_gaugeWithoutAValue_isNothing() {
    assertThat(
            write(
                value(MetricCatalogue.WINDOW_HIT_RATIO, Double.NaN, "1m"),
                value(MetricCatalogue.WINDOW_HIT_RATIO, Double.POSITIVE_INFINITY, "1h"),
                value(MetricCatalogue.WINDOW_HIT_RATIO, Double.NEGATIVE_INFINITY, "1d")))
        .isEmpty();
  }

  @Test
  void write_negativeGauge_isSetToZeroFirst() {
    assertThat(write(value(MetricCatalogue.ENTRIES, -2.5)))
        .containsExactly("c.f.entries:0|g\nc.f.entries:-2.5|g");
    assertThat(write(value(MetricCatalogue.ENTRIES, -0.0))).containsExactly("c.f.entries:0|g");
  }

  @Test
  void write_histogram_isCountSumAndQuantilesInMicroseconds() {
    // Of schema 3: -176 ends at 2^-22 s, 238 ns, and -56 at 2^-7 s, 7.8 ms.
    HistogramSnapshot histogram =
        HistogramSnapshot.of(Map.of(-176, 98L, -56, 2L), 98 * 230L + 2 * 7_500_000L, 1);

    assertThat(write(new Distribution(MetricCatalogue.CALL_DURATION, List.of("hit"), histogram)))
        .containsExactly(
            "c.f.call_duration.hit.count:100|c",
            "c.f.call_duration.hit.sum_us:15022|c",
            "c.f.call_duration.hit.mean_us:150.225|g",
            "c.f.call_duration.hit.p50_us:0.228|g",
            "c.f.call_duration.hit.p90_us:0.228|g",
            "c.f.call_duration.hit.p95_us:0.228|g",
            "c.f.call_duration.hit.p99_us:7474.261|g",
            "c.f.call_duration.hit.p999_us:7474.261|g",
            "c.f.call_duration.hit.max_us:7812.5|g");
  }

  @Test
  void write_sampledHistogram_isScaledAndLosesNothing() {
    Distribution one =
        new Distribution(
            MetricCatalogue.SERVED_AGE,
            List.of("hit"),
            HistogramSnapshot.of(Map.of(0, 1L), 900, 1.4));

    assertThat(write(one))
        .contains("c.f.served_age.hit.count:1|c", "c.f.served_age.hit.sum_us:1|c");
    assertThat(write(one))
        .contains("c.f.served_age.hit.count:1|c", "c.f.served_age.hit.sum_us:1|c");
    assertThat(write(one))
        .as("three times 1.4 is 4.2, and three times 1.26 is 3.78")
        .contains("c.f.served_age.hit.count:2|c", "c.f.served_age.hit.sum_us:1|c");
  }

  @Test
  void write_labels_areCleaned() {
    assertThat(write(value(MetricCatalogue.BUILD_INFO, 1, "0.1.0-SNAPSHOT")))
        .containsExactly("c.f.build_info.0_1_0-SNAPSHOT:1|g");
  }

  @Test
  void write_gaugesOfBackends_areKeptApart() {
    ProcessSnapshot process =
        new ProcessSnapshot(
            "1",
            Map.of(
                "redis",
                List.of(
                    new Gauge("pool_connections", Map.of("pool", "a.b", "state", "idle"), 3),
                    new Gauge("pool_connections", Map.of("pool", "a b", "state", "idle"), 4),
                    new Gauge("pool connections", Map.of("pool", "a_b"), 5))),
            Map.of());
    List<MetricSeries> series = MetricCatalogue.ofProcess(process);
    List<String> first = write(series.toArray(MetricSeries[]::new));
    List<String> second = write(series.toArray(MetricSeries[]::new));

    assertThat(first).doesNotHaveDuplicates().hasSize(4);
    assertThat(second)
        .anyMatch(
            line -> line.matches("c\\.f\\.pool_connections\\.redis\\.a_b_[0-9a-f]{8}\\.idle:3\\|g"))
        .anyMatch(
            line -> line.matches("c\\.f\\.pool_connections\\.redis\\.a_b_[0-9a-f]{8}\\.idle:4\\|g"))
        .anyMatch(line -> line.matches("c\\.f\\.pool_connections_[0-9a-f]{8}\\.redis\\.a_b:5\\|g"))
        .contains("c.f.build_info.1:1|g");
    assertThat(second.stream().map(line -> line.substring(0, line.indexOf(':'))))
        .doesNotHaveDuplicates();
  }
}

package io.cachier.exporter.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cachier.CachedSupplier;
import io.cachier.metrics.HistogramSnapshot;
import io.cachier.metrics.MetricCatalogue;
import io.cachier.metrics.MetricFamily.Kind;
import io.cachier.metrics.MetricFamily.Unit;
import io.cachier.metrics.MetricSeries;
import io.cachier.metrics.MetricSeries.Distribution;
import io.cachier.metrics.MetricSeries.Value;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.ProcessSnapshot;
import io.cachier.spi.Gauge;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What arrives of what was exported. */
class ArrivalTest extends ExporterFixture {
  @Test
  void exportMetrics_everyFigure_arrivesAsTheCatalogueReadsIt() {
    CachedSupplier<String> function = function("orders.find");
    exporter.registerFunction(function);
    exporter.start();
    MetricSnapshot figures = Figures.all(Figures.histogram(-60, 12, 1));

    exporter.exportMetrics("orders.find", figures);
    round(1);

    Map<String, SentDatum> arrived = new HashMap<>();
    endpoint.takenData().forEach(datum -> assertThat(arrived.put(datum.series(), datum)).isNull());
    arrived.remove("BuildInfo[Version=unknown]");
    List<MetricSeries> sent =
        MetricCatalogue.ofFunction(function, figures).stream().filter(ArrivalTest::isSent).toList();
    assertThat(sent.size()).isGreaterThan(80);
    for (MetricSeries series : sent) {
      SentDatum datum = arrived.remove(seriesOf(series, "orders.find"));
      assertThat(datum).as("%s", series).isNotNull();
      assertThat(datum.unit()).as("%s", series).isEqualTo(unitOf(series));
      assertSame(datum, series);
    }
    assertThat(arrived).isEmpty();
  }

  @Test
  void exportProcess_everyFigure_arrives() {
    started();
    ProcessSnapshot process =
        new ProcessSnapshot(
            "1.2.3",
            Map.of(
                "redis",
                List.of(
                    new Gauge("pool_connections", Map.of("pool", "main", "state", "idle"), 3),
                    new Gauge("rtt_seconds", Map.of("node", "a:6379"), 0.002))),
            Map.of(
                "cloudwatch", new ProcessSnapshot.Exporter(2, 91),
                "statsd", new ProcessSnapshot.Exporter(0, 0)));

    exporter.exportProcess(process);
    Awaitility.await().until(() -> !endpoint.taken().isEmpty());

    assertThat(endpoint.takenData())
        .extracting(datum -> datum.series() + " " + datum.value() + " " + datum.unit())
        .containsExactlyInAnyOrder(
            "PoolConnections[Backend=redis, Pool=main, State=idle] [3.0] Count",
            "RttSeconds[Backend=redis, Node=a:6379] [0.002] Seconds",
            "ExportErrors[Exporter=cloudwatch] [2.0] Count",
            "ExportDropped[Exporter=cloudwatch] [91.0] Count",
            "BuildInfo[Version=1.2.3] [1.0] None");
  }

  @Test
  void exportMetrics_sampled_arrivesScaled() {
    started("f");
    HistogramSnapshot sampled = Figures.histogram(-80, 60, 10);
    exporter.exportMetrics("f", Figures.callsOf(sampled));
    round(1);

    assertThat(sum("Calls[Function=f, Backend=memory, Outcome=hit]"))
        .isEqualTo(sampled.rawCount() * 10.0);
    SentDatum durations = endpoint.takenData("CallDuration").get(0);
    assertThat(durations.count()).isEqualTo(sampled.rawCount() * 10.0);
    double seconds = sampled.sum().toNanos() / 1e9;
    assertThat(durations.sum()).isCloseTo(seconds, within(seconds * 0.044));
    assertThat(endpoint.takenData("SamplingRatio").get(0).value()).containsExactly(0.1);
  }

  @Test
  void exportMetrics_durations_keepTheirPercentiles() {
    started("f");
    HistogramSnapshot.Bucket slowest = new HistogramSnapshot.Bucket(-8, 0);
    HistogramSnapshot durations = Figures.histogram(-208, 201, 1);
    exporter.exportMetrics("f", Figures.callsOf(durations));
    round(1);

    List<SentDatum> data = endpoint.takenData("CallDuration");
    assertThat(data).hasSize(2);
    for (double q : List.of(0.5, 0.9, 0.99, 0.999)) {
      assertThat(quantile(data, q)).isEqualTo(durations.quantileSeconds(q));
    }
    // The worst that a duration of the last bucket can be away from what CloudWatch tells.
    double told = quantile(data, 1);
    double lower = new HistogramSnapshot.Bucket(-9, 0).upperBoundSeconds();
    assertThat(told / lower - 1).isLessThan(0.044);
    assertThat(1 - told / slowest.upperBoundSeconds()).isLessThan(0.044);
  }

  @Test
  void request_signedAndCompressed_isWhatTheOptionsSay() {
    exporter =
        exporter(
            new Options(
                "Orders/Cachier",
                Optional.of("us-west-2"),
                Optional.of(endpoint.uri()),
                Duration.ofSeconds(5),
                1,
                Optional.empty()));
    started("f");
    exporter.exportMetrics("f", Figures.hits(1));
    round(1);
    exporter.exportMetrics("f", Figures.all(Figures.histogram(-60, 12, 1)));
    round(1);

    SentRequest small = endpoint.taken().get(0);
    assertThat(small.namespace()).isEqualTo("Orders/Cachier");
    assertThat(small.header("smithy-protocol")).contains("rpc-v2-cbor");
    assertThat(small.header("authorization").orElseThrow())
        .contains("/us-west-2/monitoring/aws4_request", "AKIAFAKEFAKEFAKEFAKE");
    assertThat(small.header("content-encoding")).isEmpty();
    assertThat(small.data()).allMatch(datum -> datum.storageResolution() == 1);
    SentRequest large = endpoint.taken().get(1);
    assertThat(large.header("content-encoding")).contains("gzip");
    assertThat(large.bytes()).isLessThan(large.bodyBytes() / 4);
  }

  @Test
  void timestamps_ofARound_areThoseOfItsExport() {
    started("f");
    Instant first = clock.clocks().wall().instant();
    exporter.exportMetrics("f", Figures.hits(1));
    clock.advance(Duration.ofSeconds(61));
    exporter.exportMetrics("f", Figures.hits(2));
    round(1);

    assertThat(endpoint.takenData("Calls"))
        .extracting(datum -> Duration.between(first, datum.timestamp()).toSeconds())
        .containsExactly(0L, 61L);
  }

  @Test
  void counters_thatCountedNothing_areNotSent() {
    started("f");
    exporter.exportMetrics("f", MetricSnapshot.empty());
    round(1);

    assertThat(endpoint.takenData())
        .extracting(SentDatum::metric)
        .containsExactlyInAnyOrder("ComputationsInFlight", "Waiters", "SamplingRatio", "BuildInfo");
  }

  private static boolean isSent(MetricSeries series) {
    boolean nothing =
        series instanceof Value value
            && (Double.isNaN(value.value())
                || (value.family().kind() == Kind.COUNTER && value.value() == 0));
    return !nothing;
  }

  /** Written once more, and more simply than in the code under test. */
  private static String seriesOf(MetricSeries series, String function) {
    List<String> dimensions = new ArrayList<>(List.of("Function=" + function, "Backend=memory"));
    for (int i = 0; i < series.family().labels().size(); i++) {
      dimensions.add(camel(series.family().labels().get(i)) + "=" + series.labelValues().get(i));
    }
    boolean ratio = series.family().unit() == Unit.RATIO;
    return camel(series.family().name()) + (ratio ? "Ratio" : "") + dimensions;
  }

  private static String camel(String words) {
    StringBuilder camel = new StringBuilder();
    for (String word : words.split("_", -1)) {
      camel.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
    }
    return camel.toString();
  }

  private static String unitOf(MetricSeries series) {
    return switch (series.family().unit()) {
      case SECONDS -> "Seconds";
      case BYTES -> "Bytes";
      case RATIO -> "None";
      case NONE -> "Count";
    };
  }

  private static void assertSame(SentDatum datum, MetricSeries series) {
    if (series instanceof Value value) {
      assertThat(datum.value()).as("%s", series).containsExactly(value.value());
    } else if (series instanceof Distribution distribution) {
      HistogramSnapshot histogram = distribution.histogram();
      assertThat(datum.counts()).as("%s", series).hasSize(histogram.buckets().size());
      assertThat(datum.count()).as("%s", series).isEqualTo((double) histogram.count());
      double seconds = histogram.sum().toNanos() / 1e9;
      assertThat(datum.sum()).as("%s", series).isCloseTo(seconds, within(seconds * 0.044));
    }
  }

  /** The percentile as CloudWatch finds it: the value at the rank, in all data of the period. */
  private static double quantile(List<SentDatum> data, double q) {
    Map<Double, Double> counts = new java.util.TreeMap<>();
    for (SentDatum datum : data) {
      for (int i = 0; i < datum.values().size(); i++) {
        counts.merge(datum.values().get(i), datum.counts().get(i), Double::sum);
      }
    }
    double rank = q * counts.values().stream().mapToDouble(Double::doubleValue).sum();
    double seen = 0;
    for (Map.Entry<Double, Double> entry : counts.entrySet()) {
      seen += entry.getValue();
      if (seen >= rank * (1 - 1e-15)) {
        return entry.getKey();
      }
    }
    throw new AssertionError("no values");
  }
}

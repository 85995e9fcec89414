package io.cachier.exporter.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.metrics.HistogramSnapshot;
import io.cachier.metrics.MetricCatalogue;
import io.cachier.metrics.MetricSeries;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Outcome;
import io.cachier.metrics.ProcessSnapshot;
import io.cachier.spi.Gauge;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Much and odd, held against CloudWatch's limits: the fixture fails on any request that breaks one,
 * by {@link LimitCheck}.
 */
class RequestLimitsTest extends ExporterFixture {
  @Test
  void requests_of2000FunctionsWithEveryFigure_keepEveryLimitAndLoseNothing() {
    int functions = 2_000;
    List<String> names = IntStream.range(0, functions).mapToObj(i -> "function." + i).toList();
    started(names.toArray(String[]::new));
    MetricSnapshot figures = Figures.all(Figures.histogram(-100, 12, 3));

    names.forEach(name -> exporter.exportMetrics(name, figures));
    exporter.exportProcess(ProcessSnapshot.EMPTY);
    awaitData(functions * dataOf(figures) + 1);

    int outcomes = Outcome.values().length;
    assertThat(endpoint.takenData("Calls")).hasSize(functions * outcomes);
    assertThat(endpoint.takenData("CallDuration")).hasSize(functions * (outcomes + 1));
    assertThat(endpoint.mostAtOnce()).isBetween(2, Delivery.CONCURRENT);
    assertThat(exporter.dropped()).isZero();
    assertThat(exporter.errors()).isZero();
  }

  @Test
  void requests_ofLargeDistributions_areSplitBySizeAndWellFilled() {
    List<String> names = IntStream.range(0, 25).mapToObj(i -> "function." + i).toList();
    started(names.toArray(String[]::new));

    MetricSnapshot figures = Figures.all(Figures.histogram(-150, 140, 1.5));
    names.forEach(name -> exporter.exportMetrics(name, figures));
    exporter.exportProcess(ProcessSnapshot.EMPTY);
    awaitData(names.size() * dataOf(figures) + 1);

    List<SentRequest> requests = endpoint.taken();
    assertThat(requests).hasSizeGreaterThan(2).allMatch(request -> request.data().size() < 1_000);
    assertThat(requests.stream().filter(request -> request.bodyBytes() > 850_000))
        .hasSize(requests.size() - 1);
  }

  @Test
  void requests_ofOddAndLongNames_keepEveryLimitAndFunctionsApart() {
    List<String> names =
        List.of(
            "x".repeat(200),
            "x".repeat(199) + "y",
            "\u00e4".repeat(200),
            "\u00f6".repeat(200),
            "\ud83d\ude00".repeat(100),
            ":colon",
            "a:b|c@d#e",
            "\"quoted\" \\ {brace} %s%n a=b,c=d",
            " blank ",
            "_");
    started(names.toArray(String[]::new));

    names.forEach(name -> exporter.exportMetrics(name, Figures.hits(1)));
    round(1);

    assertThat(endpoint.takenData("Calls"))
        .extracting(datum -> datum.dimension("Function"))
        .hasSize(names.size())
        .doesNotHaveDuplicates()
        .contains("x".repeat(200), "a:b|c@d#e", " blank ");
  }

  @Test
  void requests_of504Buckets_areSplitOverData() {
    started("f");
    HistogramSnapshot histogram = Figures.histogram(-239, 504, 1);

    exporter.exportMetrics("f", Figures.callsOf(histogram));
    round(1);

    List<SentDatum> data = endpoint.takenData("CallDuration");
    assertThat(data).hasSize(4);
    assertThat(data.stream().mapToDouble(SentDatum::count).sum())
        .isEqualTo((double) histogram.count());
    assertThat(data).extracting(SentDatum::timestamp).containsOnly(data.get(0).timestamp());
    assertThat(data).extracting(SentDatum::series).containsOnly(data.get(0).series());
  }

  @Test
  void requests_ofHugeFigures_keepEveryLimit() {
    started("f");
    exporter.exportMetrics(
        "f",
        Figures.all(
            HistogramSnapshot.of(Map.of(-239, 1L << 50, 264, 1L << 50), Long.MAX_VALUE, 1e9)));
    round(1);

    assertThat(endpoint.takenData("CallDuration").get(0).count()).isEqualTo(0x1p51 * 1e9);
  }

  @Test
  void requests_ofABackendsOddGauges_keepEveryLimit() {
    started();
    Map<String, String> many = new HashMap<>();
    IntStream.range(0, 40).forEach(i -> many.put("label_" + i, "v".repeat(2_000)));
    List<Gauge> gauges =
        List.of(
            new Gauge("x".repeat(300), Map.of("l".repeat(300), ""), 1),
            new Gauge("\u65e5", Map.of("\n", "\u0000", "", "\t"), 2),
            new Gauge("many", many, 3),
            new Gauge("bad", Map.of(), Double.NaN),
            new Gauge("worse", Map.of(), Double.POSITIVE_INFINITY));

    exporter.exportProcess(new ProcessSnapshot("", Map.of("b\u00e4ckend", gauges), Map.of()));
    Awaitility.await().until(() -> !endpoint.taken().isEmpty());

    assertThat(endpoint.takenData()).extracting(SentDatum::metric).hasSize(4).contains("Many");
    assertThat(endpoint.takenData("Many").get(0).dimensions()).hasSize(30);
    assertThat(exporter.dropped()).isOne();
  }

  /** The bound by which requests are filled holds, and does not leave them half empty. */
  @Test
  void bytes_ofABatch_areBoundedClosely() {
    started("f");
    exporter.exportMetrics("f", Figures.all(Figures.histogram(-100, 150, 1)));
    Backlog backlog = new Backlog(Duration.ofMinutes(15), clock.clocks().ticker(), new Tally());
    backlog.add(
        Translation.of(
            MetricCatalogue.ofFunction(function("g"), Figures.all(Figures.histogram(-100, 150, 1))),
            List.of(Dimensions.of("Function", "f"), Dimensions.of("Backend", "memory")),
            0,
            new Tally()));
    backlog.cut();
    round(1);

    long bound = backlog.next().orElseThrow().bytes();
    SentRequest request = endpoint.taken().get(0);
    assertThat((long) request.bodyBytes()).isBetween(bound * 85 / 100, bound);
  }

  private int dataOf(MetricSnapshot figures) {
    List<MetricSeries> series = MetricCatalogue.ofFunction(function("counted"), figures);
    return Translation.of(series, List.of(), 0, new Tally()).size();
  }

  private void awaitData(int data) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> endpoint.taken().stream().mapToInt(r -> r.data().size()).sum() == data);
  }
}

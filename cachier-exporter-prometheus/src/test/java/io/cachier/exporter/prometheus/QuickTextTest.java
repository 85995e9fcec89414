package io.cachier.exporter.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is written fast is, byte for byte, what client_java writes; the rest is left to it. */
class QuickTextTest {
  private static final Exemplar EXEMPLAR =
      Exemplar.builder().value(1).traceId("abc").spanId("def").build();
  private static final double[] NUMBERS = {
    0,
    -0.0,
    1,
    -1,
    7,
    10,
    99,
    100,
    123_456,
    9_999_999,
    1e7,
    1e-3,
    9.9e-4,
    0.1,
    1 / 3.0,
    1e300,
    Long.MAX_VALUE,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };

  private static void assertWrittenAlike(MetricSnapshots snapshots) throws IOException {
    assertWrittenAlike(snapshots, false, PrometheusTextFormatWriter.create());
    assertWrittenAlike(snapshots, true, OpenMetricsTextFormatWriter.create());
  }

  private static void assertWrittenAlike(
      MetricSnapshots snapshots, boolean openMetrics, ExpositionFormatWriter writer)
      throws IOException {
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    writer.write(expected, snapshots);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    assertThat(new QuickText(written, openMetrics).write(snapshots)).isTrue();
    assertThat(written.toString(StandardCharsets.UTF_8))
        .isEqualTo(expected.toString(StandardCharsets.UTF_8));
    assertThat(written.toByteArray()).isEqualTo(expected.toByteArray());
  }

  @Test
  void write_everythingThatCachierPublishes_isAsByClientJava() throws IOException {
    ServedFunction function = new ServedFunction(TestFunction.of("a.b", TestFigures.full()));
    ServedFunction other =
        new ServedFunction(TestFunction.of("c\"d\\e\nf\u00e4", TestFigures.full()));
    List<ServedFunction.Reading> readings =
        List.of(function.read(Naming.CACHIER), other.read(Naming.CACHIER));
    Arrangement arrangement =
        Arrangement.of(readings.stream().map(ServedFunction.Reading::layout).toList());
    assertWrittenAlike(new MetricSnapshots(arrangement.arrange(readings)));
  }

  @Test
  void write_everyNumber_isAsByClientJava() throws IOException {
    List<GaugeDataPointSnapshot> points = new ArrayList<>();
    List<CounterDataPointSnapshot> totals = new ArrayList<>();
    for (double number : NUMBERS) {
      points.add(new GaugeDataPointSnapshot(number, Labels.of("n", "" + points.size()), null));
      if (!(number < 0)) {
        totals.add(
            new CounterDataPointSnapshot(number, Labels.of("n", "" + totals.size()), null, 0));
      }
    }
    assertWrittenAlike(
        MetricSnapshots.of(
            new GaugeSnapshot(new MetricMetadata("numbers"), points),
            new CounterSnapshot(
                MetricMetadata.builder().name("totals").counterSuffix(true).build(), totals)));
  }

  @Test
  void write_oddTexts_areAsByClientJava() throws IOException {
    String odd = "\\ \" \n \\n \u0000\r\t\u00e4\u65e5\ud83d\ude00 lone \ud83d";
    assertWrittenAlike(
        MetricSnapshots.of(
            GaugeSnapshot.builder()
                .name("a")
                .help(odd)
                .dataPoint(gauge(1, Labels.of("x", odd, "y", "")))
                .build(),
            GaugeSnapshot.builder().name("b").help("").dataPoint(gauge(1, Labels.EMPTY)).build(),
            GaugeSnapshot.builder()
                .name("c_seconds")
                .unit(Unit.SECONDS)
                .dataPoint(gauge(2, Labels.EMPTY))
                .build(),
            GaugeSnapshot.builder().name("empty").help("No points.").build()));
  }

  @Test
  void write_histogramsOfManyShapes_areAsByClientJava() throws IOException {
    Random random = new Random(99);
    List<MetricSnapshot> snapshots = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      HistogramSnapshot.Builder histogram =
          HistogramSnapshot.builder().name("h" + i + "_bytes").unit(Unit.BYTES).help("H.");
      for (int point = 0; point < 20; point++) {
        double[] bounds = random.doubles(random.nextInt(4) + 1).sorted().toArray();
        bounds[bounds.length - 1] = Double.POSITIVE_INFINITY;
        long[] counts = random.longs(bounds.length, 0, 1L << 40).toArray();
        histogram.dataPoint(
            HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, counts))
                .sum(random.nextDouble())
                .labels(
                    i == 0 ? Labels.of("p", "" + point) : Labels.of("q", point + "\"", "r", "s"))
                .build());
      }
      snapshots.add(histogram.build());
    }
    snapshots.add(
        HistogramSnapshot.builder()
            .name("without_labels")
            .dataPoint(
                HistogramDataPointSnapshot.builder()
                    .classicHistogramBuckets(
                        ClassicHistogramBuckets.of(
                            new double[] {1, Double.POSITIVE_INFINITY}, new long[] {1, 2}))
                    .sum(3)
                    .build())
            .build());
    assertWrittenAlike(new MetricSnapshots(snapshots));
  }

  private static GaugeDataPointSnapshot gauge(double value, Labels labels) {
    return new GaugeDataPointSnapshot(value, labels, null);
  }

  private static HistogramDataPointSnapshot.Builder histogram() {
    return HistogramDataPointSnapshot.builder()
        .classicHistogramBuckets(
            ClassicHistogramBuckets.of(new double[] {Double.POSITIVE_INFINITY}, new long[] {1}))
        .sum(1);
  }

  private static MetricSnapshot of(HistogramDataPointSnapshot.Builder point) {
    return HistogramSnapshot.builder().name("h").dataPoint(point.build()).build();
  }

  private static MetricSnapshot of(CounterDataPointSnapshot.Builder point) {
    return CounterSnapshot.builder().name("c").dataPoint(point.value(1).build()).build();
  }

  private static MetricSnapshot of(GaugeDataPointSnapshot.Builder point) {
    return GaugeSnapshot.builder().name("g").dataPoint(point.value(1).build()).build();
  }

  private static Map<String, MetricSnapshots> notPlain() {
    MetricSnapshot gauge = of(GaugeDataPointSnapshot.builder());
    return Map.ofEntries(
        Map.entry(
            "an info",
            MetricSnapshots.of(
                InfoSnapshot.builder()
                    .name("i")
                    .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder().build())
                    .build())),
        Map.entry(
            "a summary",
            MetricSnapshots.of(
                SummarySnapshot.builder()
                    .name("s")
                    .dataPoint(
                        SummarySnapshot.SummaryDataPointSnapshot.builder().count(1).sum(1).build())
                    .build())),
        Map.entry(
            "a gauge histogram",
            MetricSnapshots.of(
                HistogramSnapshot.builder()
                    .name("h")
                    .gaugeHistogram(true)
                    .dataPoint(histogram().build())
                    .build())),
        Map.entry(
            "native buckets alone",
            MetricSnapshots.of(
                of(
                    HistogramDataPointSnapshot.builder()
                        .nativeSchema(3)
                        .nativeZeroCount(1)
                        .sum(1)))),
        Map.entry("no sum", MetricSnapshots.of(of(histogram().sum(Double.NaN)))),
        Map.entry(
            "a histogram's exemplar",
            MetricSnapshots.of(of(histogram().exemplars(Exemplars.of(EXEMPLAR))))),
        Map.entry(
            "a counter's exemplar",
            MetricSnapshots.of(of(CounterDataPointSnapshot.builder().exemplar(EXEMPLAR)))),
        Map.entry(
            "a gauge's exemplar",
            MetricSnapshots.of(of(GaugeDataPointSnapshot.builder().exemplar(EXEMPLAR)))),
        Map.entry(
            "a time of creation",
            MetricSnapshots.of(of(CounterDataPointSnapshot.builder().createdTimestampMillis(1)))),
        Map.entry(
            "a time of reading",
            MetricSnapshots.of(of(GaugeDataPointSnapshot.builder().scrapeTimestampMillis(1)))),
        Map.entry(
            "a counter of another suffix",
            MetricSnapshots.of(
                new CounterSnapshot(
                    new MetricMetadata("c"),
                    List.of(new CounterDataPointSnapshot(1, Labels.EMPTY, null, 0))))),
        Map.entry(
            "a name of UTF-8",
            MetricSnapshots.of(
                GaugeSnapshot.builder().name("a.b").dataPoint(gauge(1, Labels.EMPTY)).build())),
        Map.entry(
            "a label of UTF-8",
            MetricSnapshots.of(
                GaugeSnapshot.builder()
                    .name("g")
                    .dataPoint(gauge(1, Labels.of("a.b", "c")))
                    .build())),
        Map.entry(
            "two families of one name",
            MetricSnapshots.of(
                gauge,
                GaugeSnapshot.builder()
                    .name("g")
                    .dataPoint(gauge(1, Labels.of("a", "b")))
                    .build())));
  }

  @TestFactory
  Stream<DynamicTest> write_notPlain_isLeftToClientJava() {
    return notPlain().entrySet().stream()
        .map(
            sick ->
                DynamicTest.dynamicTest(
                    sick.getKey(),
                    () ->
                        assertThat(
                                new QuickText(new ByteArrayOutputStream(), false)
                                    .write(sick.getValue()))
                            .isFalse()));
  }
}

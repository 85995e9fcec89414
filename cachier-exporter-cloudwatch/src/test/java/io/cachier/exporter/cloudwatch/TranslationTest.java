package io.cachier.exporter.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cachier.metrics.HistogramSnapshot;
import io.cachier.metrics.MetricCatalogue;
import io.cachier.metrics.MetricFamily;
import io.cachier.metrics.MetricFamily.Kind;
import io.cachier.metrics.MetricFamily.Scope;
import io.cachier.metrics.MetricFamily.Unit;
import io.cachier.metrics.MetricSeries;
import io.cachier.metrics.MetricSeries.Distribution;
import io.cachier.metrics.MetricSeries.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

class TranslationTest {
  private static final long AT_MILLIS = 1_700_000_000_123L;

  private final Tally tally = new Tally();

  @Test
  void of_counter_isItsDelta() {
    MetricDatum datum = only(new Value(MetricCatalogue.CALLS, List.of("hit"), 7));

    assertThat(datum.metricName()).isEqualTo("Calls");
    assertThat(datum.unit()).isEqualTo(StandardUnit.COUNT);
    assertThat(datum.value()).isEqualTo(7);
    assertThat(datum.hasValues()).isFalse();
    assertThat(datum.timestamp()).isEqualTo(Instant.ofEpochMilli(AT_MILLIS));
    assertThat(datum.storageResolution()).isEqualTo(60);
    assertThat(datum.dimensions()).containsExactly(Dimensions.of("Outcome", "hit"));
  }

  @Test
  void of_counterThatCountedNothing_isLeftOut() {
    assertThat(data(new Value(MetricCatalogue.CALLS, List.of("hit"), 0))).isEmpty();
    assertThat(tally.dropped()).isZero();
  }

  @Test
  void of_gauge_isSentAtZeroAndLeftOutWithoutAValue() {
    assertThat(only(new Value(MetricCatalogue.WAITERS, List.of(), 0)).value()).isZero();
    assertThat(data(new Value(MetricCatalogue.WINDOW_HIT_RATIO, List.of("1m"), Double.NaN)))
        .isEmpty();
    assertThat(tally.dropped()).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e109, -1e109})
  void of_valueThatCloudWatchCannotTake_isDroppedAndCounted(double value) {
    assertThat(data(new Value(MetricCatalogue.ENTRIES, List.of(), value))).isEmpty();
    assertThat(tally.dropped()).isOne();
  }

  @Test
  void of_counterWithoutANumber_isDroppedAndCounted() {
    assertThat(data(new Value(MetricCatalogue.CALLS, List.of("hit"), Double.NaN))).isEmpty();
    assertThat(tally.dropped()).isOne();
  }

  @ParameterizedTest
  @CsvSource({"0x1p360, 0x1p360", "-0x1p-360, -0x1p-360", "0x1p-361, 0", "-0x1p-361, 0"})
  void of_valueAtTheLimits_isSentAndBelowThemZero(String value, double sent) {
    Value series = new Value(MetricCatalogue.ENTRIES, List.of(), Double.parseDouble(value));

    assertThat(only(series).value()).isEqualTo(sent);
  }

  @ParameterizedTest
  @CsvSource({
    "queue_wait_seconds, QueueWaitSeconds, SECONDS",
    "heap_bytes, HeapBytes, BYTES",
    "evicted, Evicted, NONE",
    "h\u00e4, H_, NONE"
  })
  void of_gaugeOfABackend_hasItsUnitByItsName(String name, String metric, StandardUnit unit) {
    MetricFamily family =
        new MetricFamily(name, Kind.GAUGE, Unit.NONE, Scope.PROCESS, List.of("backend"), "Help.");

    MetricDatum datum = only(new Value(family, List.of("redis"), 1));

    assertThat(datum.metricName()).startsWith(metric);
    assertThat(datum.unit()).isEqualTo(unit);
  }

  @Test
  void of_histogram_hasEachBucketsEstimateAndCount() {
    HistogramSnapshot histogram = HistogramSnapshot.of(Map.of(-80, 3L, 0, 1L), 1_002_000_000L, 1);

    MetricDatum datum =
        only(new Distribution(MetricCatalogue.CALL_DURATION, List.of("hit"), histogram));

    assertThat(datum.metricName()).isEqualTo("CallDuration");
    assertThat(datum.unit()).isEqualTo(StandardUnit.SECONDS);
    assertThat(datum.value()).isNull();
    assertThat(datum.counts()).containsExactly(3.0, 1.0);
    // The estimates by which the snapshot itself tells quantiles.
    assertThat(datum.values())
        .containsExactly(histogram.quantileSeconds(0.5), histogram.quantileSeconds(1));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 100", "1.5, 1", "3, 7", "3.3333333333333335, 1", "1000, 1", "1.1, 13"})
  void of_sampledHistogram_hasWholeCountsThatAddUp(double scale, long count) {
    HistogramSnapshot histogram =
        HistogramSnapshot.of(Map.of(-3, count, -2, 2 * count, -1, 1L, 0, 5L), 1, scale);

    MetricDatum datum =
        only(new Distribution(MetricCatalogue.CALL_DURATION, List.of("hit"), histogram));

    assertThat(datum.counts()).allMatch(c -> c >= 1 && c == Math.rint(c));
    double rounding = scale == Math.rint(scale) ? 0 : 1;
    assertThat(total(datum)).isCloseTo(histogram.rawCount() * scale, within(rounding));
  }

  /** Rounded to 3 in each of a thousand rounds, they would count 10 % too few. */
  @Test
  void of_sampledHistogramOfFew_addsUpOverTheRounds() {
    HistogramSnapshot histogram = HistogramSnapshot.of(Map.of(0, 1L), 1, 1 / 0.3);
    Distribution series =
        new Distribution(MetricCatalogue.CALL_DURATION, List.of("hit"), histogram);

    double counted = 0;
    for (int round = 0; round < 10_000; round++) {
      counted += total(only(series));
    }

    // Ten times the standard deviation of what the draws add up to.
    assertThat(counted).isCloseTo(10_000 / 0.3, within(471.0));
  }

  @Test
  void of_hugeHistogram_hasNoCountBelowOne() {
    HistogramSnapshot histogram = HistogramSnapshot.of(Map.of(-1, 1L << 62, 0, 1L), 1, 1e9);

    MetricDatum datum =
        only(new Distribution(MetricCatalogue.CALL_DURATION, List.of("hit"), histogram));

    assertThat(datum.counts()).containsExactly(0x1p62 * 1e9, 1.0);
  }

  @Test
  void of_moreThan150Buckets_isSplitAndLosesNothing() {
    HistogramSnapshot histogram = Figures.histogram(-239, 504, 2.5);

    List<MetricDatum> data =
        data(new Distribution(MetricCatalogue.CALL_DURATION, List.of("hit"), histogram));

    assertThat(data).extracting(datum -> datum.values().size()).containsExactly(150, 150, 150, 54);
    assertThat(data).allMatch(datum -> datum.timestamp().equals(data.get(0).timestamp()));
    assertThat(data).allMatch(datum -> datum.dimensions().equals(data.get(0).dimensions()));
    assertThat(data.stream().mapToDouble(TranslationTest::total).sum())
        .isCloseTo(histogram.rawCount() * 2.5, within(1.0));
    List<Double> values = new ArrayList<>();
    data.forEach(datum -> values.addAll(datum.values()));
    assertThat(values).isSorted().doesNotHaveDuplicates();
    assertThat(values.get(503))
        .isCloseTo(histogram.quantileSeconds(1), within(1e-12 * values.get(503)));
  }

  private static double total(MetricDatum datum) {
    return datum.counts().stream().mapToDouble(Double::doubleValue).sum();
  }

  private MetricDatum only(MetricSeries series) {
    List<MetricDatum> data = data(series);
    assertThat(data).hasSize(1);
    return data.get(0);
  }

  private List<MetricDatum> data(MetricSeries series) {
    return Translation.of(List.of(series), List.of(), AT_MILLIS, tally).stream()
        .map(datum -> datum.toSdk(60))
        .toList();
  }
}

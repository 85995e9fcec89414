package io.cachier.judges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.cachier.judges.Fleet.Kind;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What real Prometheus servers say of two processes is what the two did. */
@JudgedBy(Program.PROMETHEUS)
@ExtendWith(SharedFleet.class)
class KnownLoadTest {
  /** How far what a server says may be from the truth. */
  private static final double PERCENT = 5;

  private static final double SECONDS = Fleet.RANGE.toSeconds();
  private static final List<String> TIMED =
      List.of("cachier_call_duration_seconds", "cachier_compute_duration_seconds");
  private static final List<String> FUNCTIONS = List.of(KnownLoad.EVEN, KnownLoad.WIDE);

  private Fleet fleet;

  @BeforeEach
  void afterItsDay(Fleet theFleet) {
    fleet = theFleet;
  }

  @Test
  void histograms_scraped_areNativeOnOneServerAndClassicOnTheOther() {
    String metric = "cachier_call_duration_seconds";
    PrometheusServer takesNative = fleet.server(Kind.NATIVE);
    PrometheusServer takesClassic = fleet.server(Kind.CLASSIC);
    assertThat(takesNative.query(metric, Instant.now())).isNotEmpty().allMatch(Sample::isHistogram);
    assertThat(takesNative.query(metric + "_bucket", Instant.now())).isEmpty();
    assertThat(takesClassic.query(metric, Instant.now())).isEmpty();
    assertThat(takesClassic.query(metric + "_bucket", Instant.now())).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.9, 0.99})
  void histogramQuantile_native_isTheTrueOne(double quantile) {
    for (String function : FUNCTIONS) {
      for (String metric : TIMED) {
        double said = steady(Kind.NATIVE, quantile(quantile, "", metric, function));
        assertThat(said)
            .as("%s of %s", metric, function)
            .isCloseTo(trueQuantile(function, quantile), withinPercentage(PERCENT));
      }
    }
  }

  /** The even durations lie within one bucket, where the classic estimate is right. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.9, 0.99})
  void histogramQuantile_classicWithinABucket_isTheTrueOne(double quantile) {
    for (String metric : TIMED) {
      double said =
          steady(Kind.CLASSIC, quantile(quantile, "by (le) ", metric + "_bucket", KnownLoad.EVEN));
      assertThat(said)
          .as(metric)
          .isCloseTo(trueQuantile(KnownLoad.EVEN, quantile), withinPercentage(PERCENT));
    }
  }

  /** Of durations over many octaves classic buckets tell in which bucket the quantile is. */
  @ParameterizedTest
  @CsvSource({"0.5, 0.0625, 0.25", "0.9, 0.25, 4", "0.99, 1, 4"})
  void histogramQuantile_classicOverManyBuckets_isInTheRightBucket(
      double quantile, double above, double upTo) {
    assertThat(trueQuantile(KnownLoad.WIDE, quantile)).isBetween(above, upTo);
    for (String metric : TIMED) {
      double said =
          steady(Kind.CLASSIC, quantile(quantile, "by (le) ", metric + "_bucket", KnownLoad.WIDE));
      assertThat(said).as(metric).isBetween(above, upTo);
    }
  }

  @ParameterizedTest
  @EnumSource
  void sumOfRates_steadyLoad_isTheTrueRate(Kind kind) {
    double values = fleet.steadyRounds() * KnownLoad.VALUES / SECONDS;
    for (String function : FUNCTIONS) {
      assertThat(steady(kind, rate("cachier_calls_total", function, "outcome=\"miss\"")))
          .isCloseTo(values, withinPercentage(PERCENT));
      assertThat(steady(kind, rate("cachier_calls_total", function, "outcome=\"hit\"")))
          .isCloseTo(values * KnownLoad.HITS, withinPercentage(PERCENT));
      double mean = durations(function).stream().mapToLong(nanos -> nanos).average().orElseThrow();
      assertThat(steady(kind, rate("cachier_time_saved_seconds_total", function, "")))
          .isCloseTo(values * KnownLoad.HITS * mean / 1e9, withinPercentage(PERCENT));
    }
  }

  @ParameterizedTest
  @EnumSource
  void sums_afterTheLoad_areExact(Kind kind) {
    double values = fleet.allRounds() * (double) KnownLoad.VALUES;
    for (String function : FUNCTIONS) {
      assertThat(last(kind, "sum(" + calls(function, "miss") + ")")).isEqualTo(values);
      assertThat(last(kind, "sum(" + calls(function, "hit") + ")"))
          .isEqualTo(values * KnownLoad.HITS);
      assertThat(last(kind, "sum(" + calls(function, "stale") + ")")).isZero();
      assertThat(last(kind, "sum(cachier_removals_total" + of(function, "cause=\"cleared\"") + ")"))
          .isEqualTo(values);
      for (String metric : TIMED) {
        String runs =
            kind == Kind.NATIVE
                ? "histogram_count(sum(" + metric + misses(metric, function) + "))"
                : "sum(" + metric + "_count" + misses(metric, function) + ")";
        assertThat(last(kind, runs)).as(metric).isEqualTo(values);
      }
    }
  }

  private double steady(Kind kind, String expression) {
    return number(fleet.server(kind).query(expression, fleet.steady()), expression);
  }

  private double last(Kind kind, String expression) {
    return number(fleet.server(kind).query(expression, Instant.now()), expression);
  }

  private static double number(List<Sample> samples, String expression) {
    assertThat(samples).as(expression).hasSize(1);
    return samples.get(0).value();
  }

  private static String quantile(double quantile, String by, String metric, String function) {
    return "histogram_quantile(%s, sum %s(rate(%s%s[%ds])))"
        .formatted(quantile, by, metric, misses(metric, function), Fleet.RANGE.toSeconds());
  }

  private static String rate(String metric, String function, String chosen) {
    return "sum(rate(%s%s[%ds]))".formatted(metric, of(function, chosen), Fleet.RANGE.toSeconds());
  }

  private static String calls(String function, String outcome) {
    return "cachier_calls_total" + of(function, "outcome=\"" + outcome + "\"");
  }

  private static String misses(String metric, String function) {
    return of(function, metric.contains("compute") ? "trigger=\"miss\"" : "outcome=\"miss\"");
  }

  private static String of(String function, String chosen) {
    return "{job=\"" + Fleet.KNOWN_JOB + "\", function=\"" + function + "\", " + chosen + "}";
  }

  private static double trueQuantile(String function, double quantile) {
    List<Long> sorted = durations(function).stream().sorted().toList();
    return sorted.get((int) Math.ceil(quantile * sorted.size()) - 1) / 1e9;
  }

  /** What both processes compute in a round. */
  private static List<Long> durations(String function) {
    return IntStream.range(0, 2)
        .boxed()
        .flatMap(half -> KnownLoad.durations(function, half).stream())
        .toList();
  }
}

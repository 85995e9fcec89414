package io.cachier.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.MetricsPolicy;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Outcome;
import io.cachier.spi.Ticker;
import io.cachier.spi.Usage;
import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecorderQuantilesTest {
  private static final int SIZE = 200_000;

  @SuppressWarnings("ImmutableEnumChecker") // The lambdas hold nothing.
  enum Distribution {
    UNIFORM(r -> 1e3 + r.nextDouble() * 1e6),
    EXPONENTIAL(r -> 200 - Math.log(1 - r.nextDouble()) * 5e4),
    LOG_NORMAL(r -> Math.exp(11 + 1.5 * r.nextGaussian())),
    PARETO(r -> 1e4 * Math.pow(1 - r.nextDouble(), -0.7)),
    TWO_PEAKS(
        r -> r.nextInt(100) < 97 ? 300 + r.nextGaussian() * 20 : 2e8 + r.nextGaussian() * 1e7),
    CONSTANT(r -> 123_456),
    SECONDS(r -> 1e9 * (1 + r.nextDouble() * 500));

    private final ToDoubleFunction<Random> draw;

    Distribution(ToDoubleFunction<Random> draw) {
      this.draw = draw;
    }
  }

  @ParameterizedTest
  @EnumSource
  void quantileSeconds_anyDistribution_isWithin44PerMille(Distribution distribution) {
    MetricsRecorder recorder =
        MetricsRecorder.create(MetricsPolicy.on(), Ticker.system(), () -> Usage.UNKNOWN);
    Random random = new Random(8);
    long[] durations = new long[SIZE];
    for (int i = 0; i < SIZE; i++) {
      durations[i] = Math.max(100, (long) distribution.draw.applyAsDouble(random));
      recorder.hit(-durations[i], 0, 0, 0);
    }
    Arrays.sort(durations);

    MetricSnapshot snapshot = recorder.cumulative();

    for (double q : new double[] {0.5, 0.75, 0.9, 0.95, 0.99, 0.999}) {
      double exact = durations[(int) Math.ceil(q * SIZE) - 1] / 1e9;
      assertThat(snapshot.latency(Outcome.HIT).quantileSeconds(q))
          .isCloseTo(exact, Percentage.withPercentage(4.4));
      assertThat(snapshot.quantileSeconds(q)).isCloseTo(exact, Percentage.withPercentage(4.4));
    }
    assertThat(snapshot.latency(Outcome.HIT).rawSumNanos())
        .isEqualTo(Arrays.stream(durations).sum());
  }
}

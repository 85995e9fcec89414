package io.cachier.exporter.statsd;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.MetricsPolicy;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Outcome;
import io.cachier.metrics.Timing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScaledTotalsTest {
  private static long sent(FunctionFigures figures, MetricSnapshot difference, String counter) {
    List<String> lines = figures.write(difference, "c.", TestLog.names());
    figures.commit();
    return counter(lines, counter);
  }

  private static long counter(List<String> lines, String counter) {
    return lines.stream()
        .filter(line -> line.startsWith("c." + counter + ":"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1, line.length() - 2)))
        .sum();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.0, 0.7, 0.5, 0.3, 0.1, 0.07})
  void write_manySmallDifferences_addUpToTheScaledTotal(double rate) {
    FunctionFigures figures =
        new FunctionFigures(TestFunction.of("f", MetricsPolicy.sampled(rate)));
    long calls = 0;
    long found = 0;
    long durations = 0;
    for (int round = 0; round < 700; round++) {
      MetricSnapshot one =
          Figures.of(
              rate,
              Map.of(new Timing.Call(Outcome.HIT), Figures.seconds(1, rate)),
              Map.of(CacheCounter.STALE_FOUND, 1L, CacheCounter.RECORDED_HITS, 1L));
      List<String> lines = figures.write(one, "c.", TestLog.names());
      figures.commit();
      calls += counter(lines, "calls.hit");
      found += counter(lines, "stale_found");
      durations += counter(lines, "call_duration.hit.count");
    }

    long scaled = Math.round(700 / rate);
    assertThat(calls).isEqualTo(scaled + 700);
    assertThat(found).isEqualTo(scaled);
    assertThat(durations).isEqualTo((long) (700 / rate + 1e-6));
  }

  @Test
  void write_notCommitted_comesAgain() {
    FunctionFigures figures = new FunctionFigures(TestFunction.of("f", MetricsPolicy.sampled(0.7)));

    List<String> refused = figures.write(Figures.hits(7, 0.7), "c.", TestLog.names());
    assertThat(counter(refused, "calls.hit")).isEqualTo(10);
    assertThat(sent(figures, Figures.hits(14, 0.7), "calls.hit")).isEqualTo(20);
    assertThat(sent(figures, Figures.hits(7, 0.7), "calls.hit")).isEqualTo(10);
  }

  @Test
  void write_hugeFigures_neverTurnNegative() {
    FunctionFigures figures = new FunctionFigures(TestFunction.of("f", MetricsPolicy.sampled(0.3)));
    for (int round = 0; round < 3; round++) {
      List<String> lines =
          figures.write(
              Figures.of(0.3, Map.of(), Map.of(CacheCounter.BYTES_READ, Long.MAX_VALUE)),
              "c.",
              TestLog.names());
      figures.commit();
      assertThat(lines).noneMatch(line -> line.contains(":-"));
    }
  }
}

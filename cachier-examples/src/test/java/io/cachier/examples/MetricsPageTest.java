package io.cachier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The code in {@code docs/metrics.md}. */
class MetricsPageTest {
  private record Forecast(String city) {}

  private Forecast fetch(String city) {
    return new Forecast(city);
  }

  @Test
  void metrics_switchedOn_tell() {
    try (Cachier cachier = Cachier.builder().backend("memory").build()) {
      // begin docs/metrics.md
      CachedFunction<String, Forecast> forecast =
          cachier
              .function("weather.forecast", String.class, Forecast.class, this::fetch)
              .metrics(MetricsPolicy.on()) // or MetricsPolicy.sampled(0.1)
              .build();
      // end docs/metrics.md
      forecast.apply("Paris");
      forecast.apply("Paris");
      assertThat(forecast.metrics().snapshot(Duration.ofHours(1)).hits()).isOne();
    }
  }
}

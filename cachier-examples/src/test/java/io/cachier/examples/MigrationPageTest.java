package io.cachier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * The code in {@code docs/migration.md}; the backend is another one here, as no server is there.
 */
class MigrationPageTest {
  private record Forecast(String city) {}

  @Test
  void forecast_handedOverFromElsewhere_isAHit() {
    Function<String, Forecast> fetch = Forecast::new;
    Map<String, Forecast> old = Map.of("Paris", new Forecast("read from a pickle"));
    try (Cachier cachier = Cachier.builder().backend("memory").build()) {
      // begin docs/migration.md
      CachedFunction<String, Forecast> forecast =
          cachier
              .function("weather.forecast", String.class, Forecast.class, fetch)
              .staleAfter(Duration.ofMinutes(10))
              .staleWhileRevalidate(Duration.ofHours(1))
              .metrics(MetricsPolicy.on())
              .build();
      int carriedOver = forecast.precacheAll(old);
      // end docs/migration.md
      assertThat(carriedOver).isOne();
      assertThat(forecast.apply("Paris").city()).isEqualTo("read from a pickle");
      assertThat(forecast.metrics().snapshot().hits()).isOne();
    }
  }
}

package io.cachier.exporter.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.CachierBuilder;
import io.cachier.MetricsPolicy;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Outcome;
import io.cachier.spi.MetricsExporter;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With the real engine: the jar on the class path, and metrics on, are all that it takes. */
class EngineTest {
  private final CloudWatchEndpoint endpoint = new CloudWatchEndpoint();
  private final LogCapture log = new LogCapture();

  @BeforeAll
  static void loadSdk() {
    LoadedSdk.ensure();
  }

  @AfterEach
  void stop() {
    endpoint.close();
    log.close();
    assertThat(endpoint.faults()).as("what CloudWatch would refuse").isEmpty();
  }

  @Test
  void serviceLoader_findsTheExporter() {
    assertThat(ServiceLoader.load(MetricsExporter.class))
        .filteredOn(found -> found.name().equals("cloudwatch"))
        .singleElement()
        .isInstanceOf(CloudWatchExporter.class);
    assertThat(Modifier.isPublic(CloudWatchExporter.class.getModifiers())).isTrue();
  }

  @Test
  void calls_ofAMeteredFunction_arriveByTheClose() {
    MetricSnapshot figures;
    try (Cachier cachier = engine().setting("cloudwatch.interval", "1s").build()) {
      CachedFunction<Integer, Integer> square = square(cachier);
      for (int call = 0; call < 1_000; call++) {
        square.apply(call % 10);
      }
      square.metrics().record(Outcome.HIT, Duration.ofMillis(3));
      figures = square.metrics().cumulative();
    }

    assertThat(figures.calls(Outcome.HIT)).isEqualTo(991);
    assertThat(sum("Calls", "hit")).isEqualTo(991);
    assertThat(sum("Calls", "miss")).isEqualTo(10);
    List<SentDatum> durations =
        endpoint.takenData("CallDuration").stream()
            .filter(datum -> datum.dimension("Outcome").equals("hit"))
            .toList();
    assertThat(durations.stream().mapToDouble(SentDatum::count).sum()).isEqualTo(991);
    double seconds = figures.latency(Outcome.HIT).sum().toNanos() / 1e9;
    assertThat(durations.stream().mapToDouble(SentDatum::sum).sum())
        .isCloseTo(seconds, within(seconds * 0.044));
    assertThat(log.warnings()).isEmpty();
  }

  @Test
  void functions_builtLaterAndClosedEarlier_arriveToo() {
    try (Cachier cachier = engine().build()) {
      square(cachier).apply(1);
      CachedFunction<Integer, Integer> later =
          cachier
              .function("later", Integer.class, Integer.class, x -> x)
              .metrics(MetricsPolicy.on())
              .build();
      later.apply(1);
      later.apply(1);
      later.close();
    }

    assertThat(endpoint.takenData("Calls"))
        .extracting(datum -> datum.series() + datum.value())
        .contains(
            "Calls[Function=square, Backend=memory, Outcome=miss][1.0]",
            "Calls[Function=later, Backend=memory, Outcome=miss][1.0]",
            "Calls[Function=later, Backend=memory, Outcome=hit][1.0]");
  }

  /** The example of the exporter's documentation. */
  @Test
  void exporter_builtByHand_beatsTheOneThatIsFound() {
    MetricsExporter exporter =
        CloudWatchExporter.builder()
            .namespace("Orders/Cachier")
            .region("eu-central-1")
            .endpoint(endpoint.uri())
            .build();
    try (Cachier cachier = Cachier.builder().backend("memory").addExporter(exporter).build()) {
      square(cachier).apply(1);
    }

    assertThat(endpoint.taken())
        .isNotEmpty()
        .allMatch(request -> request.namespace().equals("Orders/Cachier"));
    assertThat(sum("Calls", "miss")).isEqualTo(1);
  }

  @Test
  void exporter_switchedOff_sendsNothing() {
    try (Cachier cachier = engine().setting("exporter.cloudwatch.enabled", "false").build()) {
      square(cachier).apply(1);
    }

    assertThat(endpoint.taken()).isEmpty();
  }

  private CachierBuilder engine() {
    return Cachier.builder()
        .backend("memory")
        .setting("cloudwatch.endpoint", endpoint.uri().toString())
        .setting("cloudwatch.region", "eu-central-1");
  }

  private static CachedFunction<Integer, Integer> square(Cachier cachier) {
    return cachier
        .function("square", Integer.class, Integer.class, x -> x * x)
        .metrics(MetricsPolicy.on())
        .build();
  }

  private double sum(String metric, String outcome) {
    return endpoint.takenData(metric).stream()
        .filter(datum -> datum.dimension("Function").equals("square"))
        .filter(datum -> datum.dimension("Outcome").equals(outcome))
        .mapToDouble(SentDatum::sum)
        .sum();
  }
}

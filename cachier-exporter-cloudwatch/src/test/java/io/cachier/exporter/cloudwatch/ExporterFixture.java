package io.cachier.exporter.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachedSupplier;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import io.cachier.metrics.ProcessSnapshot;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** An exporter built by hand, functions of the real engine, and an endpoint. */
abstract class ExporterFixture {
  final CloudWatchEndpoint endpoint = new CloudWatchEndpoint();
  final ManualClock clock = new ManualClock();
  final LogCapture log = new LogCapture();
  final Cachier cachier =
      Cachier.builder().backend("memory").setting("exporter.cloudwatch.enabled", "false").build();
  CloudWatchExporter exporter = exporter(options());

  Options options() {
    return new Options(
        "Cachier",
        Optional.of("eu-central-1"),
        Optional.of(endpoint.uri()),
        Duration.ofMinutes(1),
        60,
        Optional.empty());
  }

  CloudWatchExporter exporter(Options options) {
    return new CloudWatchExporter(options, clock.clocks());
  }

  CachedSupplier<String> function(String name) {
    return cachier.supplier(name, String.class, () -> "value").metrics(MetricsPolicy.on()).build();
  }

  @BeforeAll
  static void loadSdk() {
    LoadedSdk.ensure();
  }

  /** Registers functions, starts, and has the first round behind it. */
  void started(String... functions) {
    register(functions);
    exporter.start();
    round(1);
    endpoint.forget();
  }

  void register(String... functions) {
    for (String function : functions) {
      exporter.registerFunction(function(function));
    }
  }

  /** Ends a round, and waits until that many requests, taken and refused, have been answered. */
  void round(int requests) {
    int before = answered();
    exporter.exportProcess(ProcessSnapshot.EMPTY);
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> answered() - before >= requests);
  }

  private int answered() {
    return endpoint.taken().size() + endpoint.refused().size();
  }

  /** What CloudWatch would answer when asked for the sum of all that arrived. */
  double sum(String series) {
    return endpoint.takenData().stream()
        .filter(datum -> datum.series().equals(series))
        .mapToDouble(SentDatum::sum)
        .sum();
  }

  @AfterEach
  final void stop() {
    exporter.stop();
    cachier.close();
    endpoint.close();
    log.close();
    assertThat(endpoint.faults()).as("what CloudWatch would refuse").isEmpty();
  }
}

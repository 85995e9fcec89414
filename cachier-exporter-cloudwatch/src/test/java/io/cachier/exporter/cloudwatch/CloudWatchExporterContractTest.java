package io.cachier.exporter.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.metrics.ProcessSnapshot;
import io.cachier.spi.MetricsExporter;
import io.cachier.tck.MetricsExporterContract;
import java.util.Map;
import java.util.OptionalInt;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class CloudWatchExporterContractTest extends MetricsExporterContract {
  private final CloudWatchEndpoint endpoint = new CloudWatchEndpoint();
  private final CloudWatchExporter exporter = new CloudWatchExporter();

  @BeforeAll
  static void loadSdk() {
    LoadedSdk.ensure();
  }

  @Override
  protected MetricsExporter exporter() {
    return exporter;
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("cloudwatch.endpoint", endpoint.uri().toString());
  }

  /** One round more, of which every datum counts. */
  @Override
  protected OptionalInt published(MetricsExporter started, String function) {
    round(started);
    endpoint.forget();
    started.exportMetrics(function, Figures.hits(1));
    round(started);
    return OptionalInt.of(
        (int)
            endpoint.takenData("Calls").stream()
                .filter(datum -> datum.dimension("Function").equals(function))
                .filter(datum -> datum.dimension("Outcome").equals("hit"))
                .count());
  }

  /** Each round has figures of the process, so that something arrives. */
  private void round(MetricsExporter exporter) {
    int before = endpoint.taken().size();
    exporter.exportProcess(ProcessSnapshot.EMPTY);
    Awaitility.await().until(() -> endpoint.taken().size() > before);
  }

  @AfterEach
  void closeEndpoint() {
    exporter.stop();
    endpoint.close();
    assertThat(endpoint.faults()).as("what CloudWatch would refuse").isEmpty();
  }
}

package io.cachier.exporter.cloudwatch;

import io.cachier.metrics.ProcessSnapshot;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * One request of the SDK, in this process: the first one loads some thousands of classes, which on
 * a busy machine takes longer than a stop waits. What is tested is not that.
 */
final class LoadedSdk {
  private static boolean loaded;

  private LoadedSdk() {}

  static synchronized void ensure() {
    if (!loaded) {
      try (CloudWatchEndpoint endpoint = new CloudWatchEndpoint()) {
        CloudWatchExporter exporter =
            CloudWatchExporter.builder().region("eu-central-1").endpoint(endpoint.uri()).build();
        exporter.start();
        exporter.exportProcess(ProcessSnapshot.EMPTY);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !endpoint.taken().isEmpty());
        exporter.stop();
      }
      loaded = true;
    }
  }
}

package io.cachier.exporter.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.Cachier;
import io.cachier.spi.MetricsExporter;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

/**
 * The code in {@code docs/exporters/cloudwatch.md}; nothing is sent before a function has metrics.
 */
class CloudWatchPageTest {
  @Test
  void exporterByHand_given_takesThePlaceOfTheOneThatIsFound() {
    CloudWatchAsyncClient myCloudWatchClient =
        CloudWatchAsyncClient.builder()
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build();
    // begin docs/exporters/cloudwatch.md
    MetricsExporter exporter =
        CloudWatchExporter.builder().namespace("Orders/Cachier").client(myCloudWatchClient).build();
    Cachier cachier = Cachier.builder().addExporter(exporter).build();
    // end docs/exporters/cloudwatch.md
    try (cachier;
        myCloudWatchClient) {
      assertThat(cachier.describe()).contains("exporters: [cloudwatch]");
    }
  }
}

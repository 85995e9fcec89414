package io.cachier.exporter.cloudwatch;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

/**
 * Builds a {@link CloudWatchExporter} by hand. Not thread-safe.
 *
 * <p>Defaults: namespace {@code Cachier}, region and credentials by the SDK's own chain, the
 * region's own endpoint, an interval of 1 minute, a storage resolution of 60 seconds, and a client
 * of the exporter's own.
 *
 * <pre>{@code
 * CloudWatchExporter.builder()
 *     .namespace("Orders/Cachier")
 *     .region("eu-central-1")
 *     .interval(Duration.ofMinutes(5))
 *     .build();
 * }</pre>
 */
public final class CloudWatchExporterBuilder {
  private String namespace = Options.DEFAULTS.namespace();
  private @Nullable String region;
  private @Nullable URI endpoint;
  private Duration interval = Options.DEFAULTS.interval();
  private int storageResolution = Options.DEFAULTS.storageResolution();
  private @Nullable CloudWatchAsyncClient client;

  CloudWatchExporterBuilder() {}

  /**
   * The namespace of all metrics.
   *
   * @param namespace 1 to 255 printable ASCII characters that don't begin with a colon or {@code
   *     AWS/}
   * @return this builder
   * @throws IllegalArgumentException if CloudWatch would not take it
   */
  public CloudWatchExporterBuilder namespace(String namespace) {
    check(Options.isNamespace(namespace), "namespace", namespace, Options.NAMESPACE_RULE);
    this.namespace = namespace;
    return this;
  }

  /**
   * The region to send to.
   *
   * @param region for example {@code eu-central-1}
   * @return this builder
   * @throws IllegalArgumentException if it is no region's name
   */
  public CloudWatchExporterBuilder region(String region) {
    check(Options.isRegion(region), "region", region, Options.REGION_RULE);
    this.region = region;
    return this;
  }

  /**
   * Where to send to instead of the region's own endpoint, for example a VPC endpoint. Requests are
   * still signed for a region.
   *
   * @param endpoint an address of http or https, without a user's name
   * @return this builder
   * @throws IllegalArgumentException if it is no such address
   */
  public CloudWatchExporterBuilder endpoint(URI endpoint) {
    check(Options.isEndpoint(endpoint), "endpoint", endpoint.getHost(), Options.ENDPOINT_RULE);
    this.endpoint = endpoint;
    return this;
  }

  /**
   * The time between two rounds.
   *
   * @param interval 1 second to 1 day
   * @return this builder
   * @throws IllegalArgumentException if it is shorter or longer
   */
  public CloudWatchExporterBuilder interval(Duration interval) {
    check(Options.isInterval(interval), "interval", interval, "it must be from 1 second to 1 day");
    this.interval = interval;
    return this;
  }

  /**
   * How finely CloudWatch stores the metrics. Metrics of 1 second cost more to alarm on, and only
   * tell more than those of 60 where the interval is shorter than a minute.
   *
   * @param seconds 1 or 60
   * @return this builder
   * @throws IllegalArgumentException if it is neither
   */
  public CloudWatchExporterBuilder storageResolution(int seconds) {
    check(
        Options.isStorageResolution(seconds),
        "storage resolution",
        seconds,
        Options.STORAGE_RESOLUTION_RULE);
    this.storageResolution = seconds;
    return this;
  }

  /**
   * The application's own client, with its region, credentials, endpoint and retries. The exporter
   * never closes it, and sets only the time-outs of its own requests.
   *
   * @param client open as long as the exporter works
   * @return this builder
   */
  public CloudWatchExporterBuilder client(CloudWatchAsyncClient client) {
    this.client = client;
    return this;
  }

  /**
   * Makes the exporter. It contacts nobody before {@link CloudWatchExporter#start}.
   *
   * @return a new exporter, not started
   * @throws IllegalArgumentException if both a client and a region or an endpoint were given
   */
  public CloudWatchExporter build() {
    if (client != null && (region != null || endpoint != null)) {
      throw new IllegalArgumentException(
          "Both a client and a region or an endpoint were given; set region and endpoint on the"
              + " client");
    }
    return new CloudWatchExporter(
        new Options(
            namespace,
            Optional.ofNullable(region),
            Optional.ofNullable(endpoint),
            interval,
            storageResolution,
            Optional.ofNullable(client)));
  }

  private static void check(boolean good, String what, @Nullable Object value, String rule) {
    if (!good) {
      throw new IllegalArgumentException("The " + what + " was '" + value + "' but " + rule);
    }
  }
}

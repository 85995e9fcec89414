package io.cachier.exporter.cloudwatch;

import io.cachier.spi.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

/**
 * How the exporter works.
 *
 * @param namespace of all metrics
 * @param region empty: by the SDK's own chain
 * @param endpoint empty: the region's own
 * @param interval between two rounds
 * @param storageResolution seconds, 1 or 60
 * @param client the application's own; empty: one is made
 */
record Options(
    String namespace,
    Optional<String> region,
    Optional<URI> endpoint,
    Duration interval,
    int storageResolution,
    Optional<CloudWatchAsyncClient> client) {
  static final String NAMESPACE = "cloudwatch.namespace";
  static final String REGION = "cloudwatch.region";
  static final String ENDPOINT = "cloudwatch.endpoint";
  static final String INTERVAL = "cloudwatch.interval";
  static final String STORAGE_RESOLUTION = "cloudwatch.storage-resolution";
  static final Set<String> NAMES =
      Set.of(NAMESPACE, REGION, ENDPOINT, INTERVAL, STORAGE_RESOLUTION);

  static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
  static final Duration LONGEST_INTERVAL = Duration.ofDays(1);
  static final String NAMESPACE_RULE =
      "it must be 1 to 255 printable ASCII characters, must not begin with a colon, and must not"
          + " begin with AWS/";
  static final String REGION_RULE = "it must be a region's name, for example eu-central-1";
  static final String ENDPOINT_RULE =
      "it must be an address such as https://monitoring.example.com, without a user's name";
  static final String STORAGE_RESOLUTION_RULE = "it must be 1 or 60";

  static final Options DEFAULTS =
      new Options(
          "Cachier",
          Optional.empty(),
          Optional.empty(),
          Duration.ofMinutes(1),
          60,
          Optional.empty());

  private static final Duration KEPT_AT_LEAST = Duration.ofMinutes(15);
  private static final int KEPT_ROUNDS = 3;
  private static final Pattern A_REGION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)+");
  private static final Pattern HTTP = Pattern.compile("https?", Pattern.CASE_INSENSITIVE);

  /** Reads the settings; what is bad is reported to them and left at its default. */
  static Options read(Settings settings) {
    Optional<URI> endpoint = settings.text(ENDPOINT).flatMap(Options::address);
    if (settings.text(ENDPOINT).isPresent() && endpoint.isEmpty()) {
      settings.reject(ENDPOINT, ENDPOINT_RULE);
    }
    return new Options(
        checked(settings, NAMESPACE, NAMESPACE_RULE).orElse(DEFAULTS.namespace()),
        checked(settings, REGION, REGION_RULE),
        endpoint,
        settings
            .duration(INTERVAL, SHORTEST_INTERVAL, LONGEST_INTERVAL)
            .orElse(DEFAULTS.interval()),
        resolution(settings),
        Optional.empty());
  }

  private static Optional<String> checked(Settings settings, String name, String rule) {
    Optional<String> text = settings.text(name);
    boolean good =
        text.isEmpty() || (name.equals(REGION) ? isRegion(text.get()) : isNamespace(text.get()));
    if (!good) {
      settings.reject(name, rule);
    }
    return good ? text : Optional.empty();
  }

  private static int resolution(Settings settings) {
    OptionalInt seconds = settings.integer(STORAGE_RESOLUTION, 1, 60);
    if (seconds.isPresent() && !isStorageResolution(seconds.getAsInt())) {
      settings.reject(STORAGE_RESOLUTION, STORAGE_RESOLUTION_RULE);
      return DEFAULTS.storageResolution();
    }
    return seconds.orElse(DEFAULTS.storageResolution());
  }

  /**
   * How long data are kept that CloudWatch does not take. It would take two weeks, but nobody waits
   * for them.
   */
  Duration keptFor() {
    Duration rounds = interval.multipliedBy(KEPT_ROUNDS);
    return rounds.compareTo(KEPT_AT_LEAST) > 0 ? rounds : KEPT_AT_LEAST;
  }

  static boolean isNamespace(String text) {
    return Words.isAccepted(text, Limits.NAME_LENGTH) && !text.startsWith("AWS/");
  }

  static boolean isRegion(String text) {
    return A_REGION.matcher(text).matches();
  }

  static boolean isStorageResolution(int seconds) {
    return seconds == 1 || seconds == 60;
  }

  static boolean isInterval(Duration interval) {
    return interval.compareTo(SHORTEST_INTERVAL) >= 0 && interval.compareTo(LONGEST_INTERVAL) <= 0;
  }

  private static Optional<URI> address(String text) {
    try {
      return Optional.of(new URI(text)).filter(Options::isEndpoint);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** A password in an address would end in logs. */
  static boolean isEndpoint(URI address) {
    return address.getScheme() != null
        && HTTP.matcher(address.getScheme()).matches()
        && address.getHost() != null
        && address.getUserInfo() == null;
  }
}

package io.cachier.exporter.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.spi.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  @Test
  void read_nothingSet_isTheDefaults() {
    assertThat(read(Map.of()).options()).isEqualTo(Options.DEFAULTS);
    assertThat(Options.DEFAULTS)
        .isEqualTo(
            new Options(
                "Cachier",
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(60),
                60,
                Optional.empty()));
  }

  @Test
  void read_everythingSet_isRead() {
    Read read =
        read(
            Map.of(
                "cloudwatch.namespace", "Orders/Cachier",
                "cloudwatch.region", "us-gov-east-1",
                "cloudwatch.endpoint", "HTTPS://vpce-1.monitoring.example:8443/",
                "cloudwatch.interval", "PT5S",
                "cloudwatch.storage-resolution", "1"));

    assertThat(read.rejected()).isEmpty();
    assertThat(read.options())
        .isEqualTo(
            new Options(
                "Orders/Cachier",
                Optional.of("us-gov-east-1"),
                Optional.of(URI.create("HTTPS://vpce-1.monitoring.example:8443/")),
                Duration.ofSeconds(5),
                1,
                Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "cloudwatch.namespace, AWS/Cachier",
    "cloudwatch.namespace, :x",
    "cloudwatch.namespace, caf\u00e9",
    "cloudwatch.region, Frankfurt",
    "cloudwatch.region, eu central 1",
    "cloudwatch.endpoint, monitoring.example",
    "cloudwatch.endpoint, ftp://monitoring.example",
    "cloudwatch.endpoint, https:///path",
    "cloudwatch.endpoint, https://user:password@monitoring.example",
    "cloudwatch.endpoint, 'https://not an address'",
    "cloudwatch.storage-resolution, 30"
  })
  void read_badSetting_isRejectedAndLeftAtItsDefault(String name, String value) {
    Read read = read(Map.of(name, value));

    assertThat(read.rejected()).containsOnlyKeys(name);
    assertThat(read.rejected().get(name)).startsWith("it must be");
    assertThat(read.options()).isEqualTo(Options.DEFAULTS);
  }

  @ParameterizedTest
  @CsvSource({"PT1S, PT15M", "PT1M, PT15M", "PT5M, PT15M", "PT6M, PT18M", "P1D, P3D"})
  void keptFor_interval_isAtLeast15MinutesAndThreeRounds(Duration interval, Duration kept) {
    assertThat(CloudWatchExporter.builder().interval(interval).build().interval())
        .contains(interval);
    Options options =
        new Options("n", Optional.empty(), Optional.empty(), interval, 60, Optional.empty());
    assertThat(options.keptFor()).isEqualTo(kept);
  }

  @Test
  void isNamespace_lengths_areThoseOfCloudWatch() {
    assertThat(Options.isNamespace("n".repeat(255))).isTrue();
    assertThat(Options.isNamespace("n".repeat(256))).isFalse();
    assertThat(Options.isNamespace(" ")).isFalse();
  }

  @Test
  void builder_nothingSet_isTheDefaults() {
    CloudWatchExporter exporter = CloudWatchExporter.builder().build();

    assertThat(exporter.name()).isEqualTo("cloudwatch");
    assertThat(exporter.interval()).contains(Duration.ofMinutes(1));
    assertThat(exporter.settings())
        .containsExactlyInAnyOrder(
            "cloudwatch.namespace",
            "cloudwatch.region",
            "cloudwatch.endpoint",
            "cloudwatch.interval",
            "cloudwatch.storage-resolution");
  }

  @Test
  void builder_badOption_isRefusedWithTheRule() {
    CloudWatchExporterBuilder builder = CloudWatchExporter.builder();

    assertThatThrownBy(() -> builder.namespace("AWS/x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The namespace was 'AWS/x' but " + Options.NAMESPACE_RULE);
    assertThatThrownBy(() -> builder.region("x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'x' but it must be a region's name");
    assertThatThrownBy(() -> builder.endpoint(URI.create("https://user:password@host")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'host' but it must be an address")
        .hasMessageNotContaining("password");
    assertThatThrownBy(() -> builder.interval(Duration.ofMillis(999)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'PT0.999S' but it must be from 1 second to 1 day");
    assertThatThrownBy(() -> builder.interval(Duration.ofDays(1).plusNanos(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.storageResolution(30))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'30' but it must be 1 or 60");
  }

  private record Read(Options options, Map<String, String> rejected) {}

  private static Read read(Map<String, String> values) {
    Map<String, String> rejected = new HashMap<>();
    return new Read(Options.read(settings(values, rejected)), rejected);
  }

  private static Settings settings(Map<String, String> values, Map<String, String> rejected) {
    return new Settings() {
      @Override
      public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
      }

      @Override
      public Optional<Duration> duration(String name, Duration least, Duration most) {
        return text(name).map(Duration::parse);
      }

      @Override
      public OptionalInt integer(String name, int least, int most) {
        return text(name).stream().mapToInt(Integer::parseInt).findFirst();
      }

      @Override
      public OptionalLong bytes(String name) {
        return OptionalLong.empty();
      }

      @Override
      public Optional<Boolean> flag(String name) {
        return Optional.empty();
      }

      @Override
      public void reject(String name, String allowed) {
        rejected.put(name, allowed);
      }
    };
  }
}

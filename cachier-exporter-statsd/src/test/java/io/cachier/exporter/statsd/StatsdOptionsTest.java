package io.cachier.exporter.statsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.ConfigurationException;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatsdOptionsTest {
  private static final String PREFIX_RULE =
      "it must be words of ASCII letters, digits, '_' and '-', with dots between them, and have at"
          + " most 200 characters";

  @Test
  void defaults_areThoseOfTheDocumentation() {
    assertThat(StatsdOptions.DEFAULTS)
        .isEqualTo(
            new StatsdOptions("127.0.0.1", 8125, "cachier", Duration.ofSeconds(10), 1432, 500));
    assertThat(new StatsdExporter().interval()).contains(Duration.ofSeconds(10));
    assertThat(StatsdExporter.builder().build().interval()).contains(Duration.ofSeconds(10));
  }

  @Test
  void read_everySetting_isTaken() {
    MapSettings settings =
        new MapSettings(
            Map.of(
                "statsd.host", "stats",
                "statsd.port", "9125",
                "statsd.prefix", "shop.cachier",
                "statsd.interval", "PT1M",
                "statsd.packet-bytes", "512",
                "statsd.packets-per-second", "100"));

    assertThat(StatsdOptions.DEFAULTS.read(settings))
        .isEqualTo(
            new StatsdOptions("stats", 9125, "shop.cachier", Duration.ofMinutes(1), 512, 100));
    assertThat(settings.rejected).isEmpty();
  }

  @Test
  void read_nothingSet_isAsBefore() {
    StatsdOptions options = new StatsdOptions("stats", 1, "p", Duration.ofSeconds(1), 64, 10);

    assertThat(options.read(new MapSettings(Map.of()))).isEqualTo(options);
  }

  @Test
  void read_badSettings_areReported() {
    MapSettings settings =
        new MapSettings(
            Map.of(
                "statsd.port", "65536",
                "statsd.prefix", "a b",
                "statsd.interval", "PT0.099S",
                "statsd.packet-bytes", "63",
                "statsd.packets-per-second", "9"));

    assertThat(StatsdOptions.DEFAULTS.read(settings)).isEqualTo(StatsdOptions.DEFAULTS);
    assertThat(settings.rejected)
        .containsExactlyInAnyOrder(
            "statsd.port",
            "statsd.prefix: " + PREFIX_RULE,
            "statsd.interval",
            "statsd.packet-bytes",
            "statsd.packets-per-second");
  }

  @Test
  void build_badOptions_areReportedTogether() {
    StatsdExporterBuilder builder =
        StatsdExporter.builder()
            .host(" ")
            .port(0)
            .prefix("a.")
            .interval(Duration.ofHours(2))
            .packetBytes(65_508)
            .packetsPerSecond(0);

    assertThatThrownBy(builder::build)
        .asInstanceOf(InstanceOfAssertFactories.type(ConfigurationException.class))
        .extracting(ConfigurationException::problems)
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .containsExactly(
            "host was ' ' but it must be a name or an address",
            "port was '0' but it must be within 1 to 65535",
            "prefix was 'a.' but " + PREFIX_RULE,
            "interval was 'PT2H' but it must last from 100 ms to 1 hour",
            "packetBytes was '65508' but it must be within 64 to 65507",
            "packetsPerSecond was '0' but it must be within 10 to 1000000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".a", "a.", "a..b", "a:b", "a|b", "\u00e4"})
  void build_badPrefix_isReported(String prefix) {
    assertThatThrownBy(() -> StatsdExporter.builder().prefix(prefix).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(PREFIX_RULE);
  }

  @Test
  void build_overlongPrefix_isReported() {
    assertThat(StatsdExporter.builder().prefix("x".repeat(200)).build().name()).isEqualTo("statsd");
    assertThatThrownBy(() -> StatsdExporter.builder().prefix("x".repeat(201)).build())
        .isInstanceOf(ConfigurationException.class);
  }
}

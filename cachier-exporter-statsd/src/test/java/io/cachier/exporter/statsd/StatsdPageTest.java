package io.cachier.exporter.statsd;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.Cachier;
import org.junit.jupiter.api.Test;

/** The code in {@code docs/exporters/statsd.md}; nothing is sent before a function has metrics. */
class StatsdPageTest {
  @Test
  void exporterByHand_given_takesThePlaceOfTheOneThatIsFound() {
    // begin docs/exporters/statsd.md
    StatsdExporter exporter =
        StatsdExporter.builder().host("metrics.internal").prefix("shop.node7.cachier").build();
    Cachier cachier = Cachier.builder().addExporter(exporter).build();
    // end docs/exporters/statsd.md
    try (cachier) {
      assertThat(cachier.describe()).contains("exporters: [statsd]");
    }
  }
}

package io.cachier.exporter.prometheus;

import io.cachier.spi.Gauge;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What makes gauges of two processes one.
 *
 * @param occurrence which of one process's gauges of that name and those labels it is: a backend
 *     that tells one twice has made a mistake, which must not look like a sum
 */
record GaugeKey(String name, Map<String, String> labels, int occurrence) {
  private static final String OF_THE_SERVER = "server_";

  static Map<GaugeKey, Gauge> numbered(List<Gauge> gauges) {
    Map<GaugeKey, Gauge> numbered = new LinkedHashMap<>();
    for (Gauge gauge : gauges) {
      int occurrence = 0;
      GaugeKey key = new GaugeKey(gauge.name(), gauge.labels(), occurrence);
      while (numbered.putIfAbsent(key, gauge) != null) {
        occurrence++;
        key = new GaugeKey(gauge.name(), gauge.labels(), occurrence);
      }
    }
    return numbered;
  }

  static Gauge together(Gauge one, Gauge other) {
    double value =
        one.name().startsWith(OF_THE_SERVER)
            ? Math.max(one.value(), other.value())
            : one.value() + other.value();
    return new Gauge(one.name(), one.labels(), value);
  }
}

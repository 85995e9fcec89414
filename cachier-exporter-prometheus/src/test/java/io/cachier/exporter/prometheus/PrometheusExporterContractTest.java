package io.cachier.exporter.prometheus;

import io.cachier.spi.MetricsExporter;
import io.cachier.tck.MetricsExporterContract;
import java.util.Map;
import java.util.OptionalInt;

class PrometheusExporterContractTest extends MetricsExporterContract {
  @Override
  protected MetricsExporter exporter() {
    return new PrometheusExporter();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("prometheus.port", "0");
  }

  @Override
  protected OptionalInt published(MetricsExporter exporter, String function) {
    String series =
        "cachier_calls_total{backend=\"reference\",function=\"" + function + "\",outcome=\"hit\"}";
    return OptionalInt.of((int) Scraped.from((PrometheusExporter) exporter).count(series));
  }
}

package io.cachier.exporter.prometheus;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.MetricNameFilter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a registry and renders it in the format that a scraper asks for. Thread-safe. */
final class Scrapes {
  /** They differ only in names that {@link QuickText} does not write. */
  private static final Set<EscapingScheme> PLAIN =
      Set.of(EscapingScheme.UNDERSCORE_ESCAPING, EscapingScheme.ALLOW_UTF8);

  private final PrometheusRegistry registry;
  private final ExpositionFormats formats = ExpositionFormats.init();

  Scrapes(PrometheusRegistry registry) {
    this.registry = registry;
  }

  /** An answer. */
  record Rendered(String contentType, Chunks body) {}

  /**
   * Reads and renders.
   *
   * @param names the metrics asked for; all if it is empty
   * @param accept what the scraper understands, as in the header; null if it does not say
   * @param compressed whether the answer is to be a gzip stream
   */
  Rendered scrape(List<String> names, @Nullable String accept, boolean compressed)
      throws IOException {
    MetricSnapshots snapshots =
        names.isEmpty()
            ? registry.scrape()
            : registry.scrape(MetricNameFilter.builder().nameMustBeEqualTo(names).build());
    ExpositionFormatWriter writer = formats.findWriter(accept);
    EscapingScheme escaping = EscapingScheme.fromAcceptHeader(accept);
    return new Rendered(writer.getContentType(), render(snapshots, writer, escaping, compressed));
  }

  private static Chunks render(
      MetricSnapshots snapshots,
      ExpositionFormatWriter writer,
      EscapingScheme escaping,
      boolean compressed)
      throws IOException {
    boolean openMetrics = writer instanceof OpenMetricsTextFormatWriter;
    boolean text = openMetrics || writer instanceof PrometheusTextFormatWriter;
    if (text && PLAIN.contains(escaping)) {
      Chunks body = new Chunks();
      if (writeQuickly(body, snapshots, openMetrics, compressed)) {
        return body;
      }
    }
    Chunks body = new Chunks();
    try (OutputStream out = compressed ? new QuickGzipStream(body) : body) {
      writer.write(out, snapshots, escaping);
    }
    return body;
  }

  private static boolean writeQuickly(
      Chunks body, MetricSnapshots snapshots, boolean openMetrics, boolean compressed)
      throws IOException {
    try (OutputStream out = compressed ? new QuickGzipStream(body) : body) {
      return new QuickText(out, openMetrics).write(snapshots);
    }
  }
}

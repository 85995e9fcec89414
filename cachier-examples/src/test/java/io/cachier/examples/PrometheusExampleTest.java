package io.cachier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.Cachier;
import io.cachier.exporter.prometheus.PrometheusExporter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusExampleTest {
  private static final Pattern ADDRESS =
      Pattern.compile("^http://127\\.0\\.0\\.1:(\\d+)/metrics$", Pattern.MULTILINE);

  @TempDir private Path directory;

  @Test
  void run_untilInterrupted_printsItsAddressAndServesTheFigures() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrometheusExporter exporter = PrometheusExporter.builder().port(0).build();
    try (Cachier cachier =
        Cachier.builder()
            .addExporter(exporter)
            .setting("exporter.prometheus.enabled", "true")
            .setting("file.directory", directory.toString())
            .build()) {
      PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
      Thread loop = new Thread(() -> PrometheusExample.run(cachier, exporter, out));
      loop.start();
      try {
        Awaitility.await().until(() -> ADDRESS.matcher(text(bytes)).find());
        Matcher address = ADDRESS.matcher(text(bytes));
        assertThat(address.find()).isTrue();
        Awaitility.await().until(() -> scrape(address.group()).contains("cachier_calls_total"));
        assertThat(scrape(address.group()))
            .contains("function=\"example.quote\"")
            .contains("function=\"example.report\"")
            .contains("cachier_build_info");
      } finally {
        loop.interrupt();
        loop.join();
      }
    }
    assertThat(exporter.address()).isEmpty();
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String scrape(String address) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(address)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}

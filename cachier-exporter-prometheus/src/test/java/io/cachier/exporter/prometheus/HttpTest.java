package io.cachier.exporter.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is served at which path, to which method, in which format. */
class HttpTest {
  private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0";
  private static final String PROTOBUF =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";
  private static final String HITS =
      "cachier_calls_total{backend=\"memory\",function=\"f\",outcome=\"hit\"}";

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusExporter exporter =
      PrometheusExporter.builder().registry(registry).port(0).build();
  private URI metrics;

  @BeforeEach
  void start() {
    exporter.registerFunction(TestFunction.of("f", TestFigures.full()));
    exporter.start();
    metrics = exporter.address().orElseThrow();
  }

  @AfterEach
  void stop() {
    exporter.stop();
  }

  private static String header(HttpResponse<byte[]> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  @Test
  void get_metrics_isTheTextFormatByDefault() {
    HttpResponse<byte[]> response = Scraped.get(metrics, Map.of());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "Content-Type"))
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(Scraped.of(text(response)).samples()).containsEntry(HITS, 15.0);
    assertThat(text(response)).doesNotContain("# EOF").doesNotContain("# UNIT");
  }

  @Test
  void get_metricsAsOpenMetrics_hasUnitsAndAnEnd() {
    HttpResponse<byte[]> response = Scraped.get(metrics, Map.of("Accept", OPEN_METRICS));
    assertThat(header(response, "Content-Type"))
        .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(Scraped.of(text(response)).samples()).containsEntry(HITS, 15.0);
    assertThat(text(response))
        .contains("# TYPE cachier_calls counter\n")
        .contains("# UNIT cachier_call_duration_seconds seconds\n")
        .endsWith("# EOF\n");
  }

  @Test
  void get_metricsAsProtobuf_isBinaryWithNativeHistograms() {
    HttpResponse<byte[]> response = Scraped.get(metrics, Map.of("Accept", PROTOBUF));
    assertThat(header(response, "Content-Type")).startsWith("application/vnd.google.protobuf");
    // The first field of the first message: its name.
    int length = response.body()[3];
    assertThat(new String(response.body(), 4, length, StandardCharsets.UTF_8))
        .startsWith("cachier_backend_io_bytes");
    // Fields of a histogram: 5 the schema, 3, zigzag; 6 a zero threshold of 2^-128.
    assertThat(new String(response.body(), StandardCharsets.ISO_8859_1))
        .contains("(\0061\0\0\0\0\0\0\u00f07");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "text/plain", OPEN_METRICS, PROTOBUF, OPEN_METRICS + ";escaping=dots"})
  void get_gzip_isTheSameCompressed(String accept) throws IOException {
    HttpResponse<byte[]> plain = Scraped.get(metrics, Map.of("Accept", accept));
    HttpResponse<byte[]> gzip =
        Scraped.get(metrics, Map.of("Accept", accept, "Accept-Encoding", "br, GZIP"));
    assertThat(header(plain, "Content-Encoding")).isEmpty();
    assertThat(header(gzip, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(gzip, "Content-Type")).isEqualTo(header(plain, "Content-Type"));
    assertThat(gzip.body()).hasSizeLessThan(plain.body().length);
    byte[] inflated = new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes();
    assertThat(inflated).isEqualTo(plain.body());
    assertThat(header(plain, "Content-Length")).isEqualTo("" + plain.body().length);
  }

  @Test
  void get_otherEncoding_isNotCompressed() {
    HttpResponse<byte[]> response = Scraped.get(metrics, Map.of("Accept-Encoding", "deflate, br"));
    assertThat(header(response, "Content-Encoding")).isEmpty();
    assertThat(Scraped.of(text(response)).samples()).containsEntry(HITS, 15.0);
  }

  @Test
  void get_names_areServedAlone() {
    HttpResponse<byte[]> response =
        Scraped.get(
            URI.create(metrics + "?name%5B%5D=cachier_calls_total&x=1&name[]=cachier_entries&y"),
            Map.of());
    assertThat(Scraped.of(text(response)).types().keySet())
        .containsExactlyInAnyOrder("cachier_calls_total", "cachier_entries");
  }

  @Test
  void get_queryThatCantBeRead_isRefused() throws IOException {
    String response = RawHttp.to(metrics).send("GET /metrics?name%zz=1 HTTP/1.1\r\n\r\n").readAll();
    assertThat(response).startsWith("HTTP/1.1 400 ");
    HttpResponse<byte[]> odd = Scraped.get(URI.create(metrics + "?name%5B%5D=%C3%28"), Map.of());
    assertThat(odd.statusCode()).isEqualTo(200);
    assertThat(odd.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gzip"})
  void head_metrics_hasHeadersAndNoBody(String encoding) throws IOException {
    String request =
        "HEAD /metrics HTTP/1.1\r\nConnection: close\r\nAccept-Encoding: " + encoding + "\r\n\r\n";
    String response = RawHttp.to(metrics).send(request).readAll();
    assertThat(response)
        .startsWith("HTTP/1.1 200 ")
        .containsIgnoringCase("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n")
        .containsPattern("(?i)Content-Length: [1-9][0-9]+\r\n")
        .endsWith("\r\n\r\n");
    assertThat(response.contains("gzip")).isEqualTo(encoding.equals("gzip"));
    assertThat(response.split("\r\n\r\n")).hasSize(1);
  }

  @Test
  void get_healthy_saysSo() throws IOException {
    URI healthy = metrics.resolve("/-/healthy");
    HttpResponse<byte[]> response = Scraped.get(healthy, Map.of());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(text(response)).isEqualTo("Up.\n");
    String head =
        RawHttp.to(metrics).send("HEAD /-/healthy HTTP/1.1\r\nConnection: close\r\n\r\n").readAll();
    assertThat(head).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/metricsx",
        "/metrics/",
        "/metrics/x",
        "/METRICS",
        "/-/",
        "/-/ready",
        "/-/healthy/",
        "//metrics",
        "/../metrics",
        "/favicon.ico",
        "/%2e%2e/etc/passwd"
      })
  void get_anyOtherPath_isNotFound(String path) throws IOException {
    String response =
        RawHttp.to(metrics)
            .send("GET " + path + " HTTP/1.1\r\nConnection: close\r\n\r\n")
            .readAll();
    assertThat(response)
        .startsWith("HTTP/1.1 404 ")
        .doesNotContain("cachier_")
        .doesNotContain("<a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "get", "FROB"})
  void otherMethod_isNotAllowed(String method) throws IOException {
    for (String path : new String[] {"/metrics", "/-/healthy"}) {
      String response =
          RawHttp.to(metrics).send(method + " " + path + " HTTP/1.1\r\n\r\n").readAll();
      assertThat(response)
          .startsWith("HTTP/1.1 405 ")
          .contains("Allow: GET, HEAD\r\n")
          .doesNotContain("cachier_");
    }
    String elsewhere = RawHttp.to(metrics).send(method + " /x HTTP/1.1\r\n\r\n").readAll();
    assertThat(elsewhere).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void get_anotherCollectorFails_isAnErrorThatIsCounted() {
    MultiCollector broken =
        () -> {
          throw new IllegalStateException("somebody else's");
        };
    registry.register(broken);
    HttpResponse<byte[]> response = Scraped.get(metrics, Map.of());
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(text(response)).doesNotContain("somebody else's");
    assertThat(exporter.errors()).isEqualTo(1);
    registry.unregister(broken);
    assertThat(Scraped.from(exporter).samples())
        .containsEntry("cachier_export_errors_total{exporter=\"prometheus\"}", 1.0);
  }

  @Test
  void get_manyOnOneConnection_areAllAnswered() throws IOException {
    RawHttp connection = RawHttp.to(metrics);
    String request = "GET /-/healthy HTTP/1.1\r\n\r\n";
    connection.send(request + request + request);
    connection.send("GET /-/healthy HTTP/1.1\r\nConnection: close\r\n\r\n");
    assertThat(connection.readAll().split("Up\\.\n", -1)).hasSize(5);
  }
}

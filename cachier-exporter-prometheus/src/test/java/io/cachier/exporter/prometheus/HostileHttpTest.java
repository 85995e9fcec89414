package io.cachier.exporter.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R12: whatever comes to the port is answered or dropped, and scrapes go on. */
class HostileHttpTest {
  private static final int MORE_THAN_THREADS = 40;
  private static final Duration SCRAPE_TIMEOUT = Duration.ofSeconds(10);

  private final PrometheusExporter exporter = PrometheusExporter.builder().port(0).build();
  private final List<RawHttp> open = new ArrayList<>();
  private URI metrics;

  @BeforeEach
  void start() {
    exporter.registerFunction(TestFunction.of("f", TestFigures.hits(3)));
    exporter.start();
    metrics = exporter.address().orElseThrow();
  }

  @AfterEach
  void stop() throws IOException {
    exporter.stop();
    for (RawHttp connection : open) {
      connection.close();
    }
  }

  private RawHttp connect() throws IOException {
    RawHttp connection = RawHttp.to(metrics, 4 * 1024);
    open.add(connection);
    return connection;
  }

  private void assertScraped() {
    long before = System.nanoTime();
    assertThat(Scraped.from(exporter).count("cachier_calls_total")).isGreaterThanOrEqualTo(6);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(SCRAPE_TIMEOUT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"G", "GET /metrics HTTP/1.1\r\n", "GET /metrics HTTP/1.1\r\nHost: x\r\nA: b"})
  void partialHeads_onAllThreadsAndMore_areCutOff(String part) throws IOException {
    for (int i = 0; i < 200; i++) {
      connect().send(part);
    }
    assertScraped();
    for (RawHttp connection : open) {
      // Whatever it says, the server ends it; an open one would time out and fail the test.
      assertThat(connection.readAll()).doesNotContain("cachier_");
    }
  }

  @Test
  void idleConnections_many_doNotMatter() throws IOException {
    for (int i = 0; i < 500; i++) {
      connect();
    }
    assertScraped();
  }

  @Test
  void bodies_announcedAndNotSent_areNotWaitedFor() throws IOException {
    for (int i = 0; i < MORE_THAN_THREADS; i++) {
      connect().send("POST /metrics HTTP/1.1\r\nContent-Length: 1000000000\r\n\r\n");
      connect().send("GET /metrics HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\n");
    }
    assertScraped();
    assertThat(open.get(0).readAll()).startsWith("HTTP/1.1 405 ");
  }

  @Test
  void body_sent_isAnsweredAndDropped() throws IOException {
    byte[] body = new byte[60_000];
    String response =
        connect()
            .send("PUT /metrics HTTP/1.1\r\nContent-Length: " + body.length + "\r\n\r\n")
            .send(body)
            .readAll();
    assertThat(response).startsWith("HTTP/1.1 405 ");
    assertScraped();
  }

  @Test
  void head_ofTenMegabytes_isDropped() throws IOException {
    RawHttp connection = connect();
    connection.send("GET /metrics HTTP/1.1\r\nX: ");
    byte[] filling = "x".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
    boolean cut = false;
    for (int i = 0; i < 160 && !cut; i++) {
      try {
        connection.send(filling);
      } catch (SocketException e) {
        cut = true;
      }
    }
    assertThat(cut).isTrue();
    assertScraped();
  }

  @Test
  void heads_tooMany_areDropped() throws IOException {
    StringBuilder request = new StringBuilder("GET /metrics HTTP/1.1\r\n");
    for (int i = 0; i < 5_000; i++) {
      request.append("X-").append(i).append(": y\r\n");
    }
    try {
      assertThat(connect().send(request.append("\r\n").toString()).readAll())
          .doesNotContain("cachier_");
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("Broken pipe");
    }
    assertScraped();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CONNECT example.test:443 HTTP/1.1\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\n\r\n",
        "GET http://example.test/metricsx HTTP/1.1\r\n\r\n",
        "GET /metrics\r\n\r\n",
        "GET  /metrics HTTP/1.1\r\n\r\n",
        "GET /metrics?a={} HTTP/1.1\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
        "GET /metrics HTTP/1.1\r\n: x\r\n\r\n",
        "GET mailto:x HTTP/1.1\r\n\r\n",
        "\r\n\r\n\r\n\u0000\u0001\u0002\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
      })
  void nonsense_isAnsweredOrDropped(String nonsense) throws IOException {
    assertThat(connect().send(nonsense).readAll()).doesNotContain("cachier_");
    assertScraped();
  }

  @Test
  void garbage_isAnsweredOrDropped() throws IOException {
    Random random = new Random(42);
    for (int i = 0; i < 30; i++) {
      byte[] garbage = new byte[1 + random.nextInt(20_000)];
      random.nextBytes(garbage);
      try {
        connect().send(garbage).send("\r\n\r\n");
      } catch (SocketException e) {
        // Dropped while it was still talking.
      }
    }
    assertScraped();
  }

  @Test
  void readersThatNeverRead_onAllThreadsAndMore_areCutOff() throws IOException {
    for (int i = 0; i < 50; i++) {
      exporter.registerFunction(TestFunction.of("full" + i, TestFigures.full()));
    }
    assertThat(Scraped.text(metrics)).hasSizeGreaterThan(5_000_000);
    for (int i = 0; i < 20; i++) {
      connect().send("GET /metrics HTTP/1.1\r\n\r\n");
    }
    assertScraped();
    await().atMost(Duration.ofSeconds(30)).until(() -> busyThreads() == 0);
    assertScraped();
  }

  private static long busyThreads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().matches("cachier-prometheus-\\d+"))
        .filter(
            thread ->
                List.of(thread.getValue()).stream()
                    .anyMatch(frame -> frame.getClassName().equals(Turn.class.getName())))
        .count();
  }

  @Test
  void stop_clientsHangOn_endsAtOnce() throws IOException {
    for (int i = 0; i < MORE_THAN_THREADS; i++) {
      connect().send("GET /metr");
    }
    assertScraped();
    for (int i = 0; i < MORE_THAN_THREADS; i++) {
      connect().send("GET /-/healthy HTTP/1.1\r\n\r\n");
      connect();
    }
    assertScraped();
    long before = System.nanoTime();
    exporter.stop();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
    for (RawHttp connection : open) {
      assertThat(connection.readAll()).doesNotContain("cachier_");
    }
  }
}

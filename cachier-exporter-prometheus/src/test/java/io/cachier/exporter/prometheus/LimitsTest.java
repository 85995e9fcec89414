package io.cachier.exporter.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cachier.exporter.prometheus.Workers.Limits;
import io.cachier.spi.Ticker;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each limit by itself, with values that make it the one that counts. */
class LimitsTest {
  private static final Duration NEVER = Duration.ofHours(1);

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final List<AutoCloseable> open = new ArrayList<>();

  private URI serve(Limits limits) {
    MetricsServer server =
        MetricsServer.open("127.0.0.1", 0, registry, new Mishaps(Ticker.system()), limits);
    open.add(server);
    return server.address();
  }

  private RawHttp connect(URI server) throws IOException {
    RawHttp connection = RawHttp.to(server, 4 * 1024);
    open.add(connection);
    return connection;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  private void publish(int gauges) {
    registry.register(
        () -> {
          GaugeSnapshot.Builder all = GaugeSnapshot.builder().name("big");
          for (int i = 0; i < gauges; i++) {
            all.dataPoint(
                GaugeDataPointSnapshot.builder()
                    .value(i)
                    .labels(Labels.of("number", i + "x".repeat(200)))
                    .build());
          }
          return all.build();
        });
  }

  @Test
  void stalledHead_alone_isCutOffAfterAWhile() throws IOException {
    URI server = serve(new Limits(4, 4, NEVER, Duration.ofMillis(200), NEVER, NEVER));
    assertThat(connect(server).send("GET /metrics HTTP/1.1\r\nA: ").readAll()).isIn("", "[reset]");
  }

  @Test
  void stalledReader_alone_isCutOffAfterAWhile() throws IOException {
    publish(50_000);
    URI server = serve(new Limits(1, 4, NEVER, Duration.ofMillis(200), NEVER, NEVER));
    RawHttp stalled = connect(server).send("GET /metrics HTTP/1.1\r\n\r\n");
    // There is but one thread: this waits until it is free.
    assertThat(Scraped.get(server.resolve("/-/healthy"), Map.of()).statusCode()).isEqualTo(200);
    assertThat(stalled.readAll().length()).isLessThan(50_000 * 200);
  }

  @Test
  void stalledHead_othersWait_isCutOffSooner() throws IOException {
    URI server = serve(new Limits(1, 4, NEVER, NEVER, Duration.ofMillis(50), NEVER));
    RawHttp stalled = connect(server).send("GET /metrics HTTP/1.1\r\nA: ");
    assertThat(Scraped.get(server.resolve("/-/healthy"), Map.of()).statusCode()).isEqualTo(200);
    assertThat(stalled.readAll()).isIn("", "[reset]");
  }

  @Test
  void stalledReader_othersWait_isCutOffSooner() throws IOException {
    publish(50_000);
    Duration soon = Duration.ofMillis(50);
    URI server = serve(new Limits(1, 4, NEVER, NEVER, soon, Duration.ofMillis(100)));
    RawHttp stalled = connect(server).send("GET /metrics HTTP/1.1\r\n\r\n");
    assertThat(Scraped.get(server.resolve("/-/healthy"), Map.of()).statusCode()).isEqualTo(200);
    assertThat(stalled.readAll().length()).isLessThan(50_000 * 200);
  }

  @Test
  void stalled_oneWaits_onlyTheOneThatHasNotMovedForLongestIsCutOff() throws IOException {
    URI server = serve(new Limits(2, 4, NEVER, NEVER, Duration.ofMillis(50), NEVER));
    RawHttp first = connect(server).send("GET /-/healthy HTTP/1.1\r\n");
    // Until a thread has read as far as that there is one that waits for no other.
    assertThat(Scraped.get(server.resolve("/-/healthy"), Map.of()).statusCode()).isEqualTo(200);
    RawHttp second = connect(server).send("GET /-/healthy HTTP/1.1\r\n");
    assertThat(connect(server).send("GET /-/healthy HTTP/1.0\r\n\r\n").readAll()).contains("Up.");
    assertThat(first.readAll()).isIn("", "[reset]");
    assertThat(second.send("Connection: close\r\n\r\n").readAll()).contains("Up.");
  }

  @Test
  void slowReader_movesAllTheTime_isCutOffAtTheLongest() throws IOException {
    publish(50_000);
    URI server = serve(new Limits(4, 4, Duration.ofSeconds(3), NEVER, NEVER, NEVER));
    RawHttp slow = connect(server).send("GET /metrics HTTP/1.1\r\n\r\n");
    long began = System.nanoTime();
    int pieces = 0;
    while (System.nanoTime() - began < Duration.ofSeconds(5).toNanos() && slow.readSome(20_000)) {
      pieces++;
      await().pollDelay(Duration.ofMillis(20)).until(() -> true);
    }
    assertThat(pieces).isPositive();
    assertThat(pieces * 20_000L + slow.readAll().length()).isLessThan(50_000 * 200);
  }

  @Test
  void slowScrape_timeIsOurs_isNotCutOff() {
    CountDownLatch never = new CountDownLatch(1);
    registry.register(
        () -> {
          try {
            assertThat(never.await(600, TimeUnit.MILLISECONDS)).isFalse();
          } catch (InterruptedException e) {
            throw new IllegalStateException("cut off", e);
          }
          return GaugeSnapshot.builder()
              .name("slow")
              .dataPoint(GaugeDataPointSnapshot.builder().value(1).build())
              .build();
        });
    URI server = serve(new Limits(4, 4, NEVER, Duration.ofMillis(100), NEVER, NEVER));
    assertThat(Scraped.of(Scraped.text(server)).samples()).containsEntry("slow", 1.0);
  }

  @Test
  void tooManyWait_areDroppedAtOnce() throws IOException {
    URI server = serve(new Limits(1, 2, NEVER, NEVER, NEVER, NEVER));
    for (int i = 0; i < 3; i++) {
      connect(server).send("GET");
    }
    assertThat(connect(server).send("GET /-/healthy HTTP/1.1\r\n\r\n").readAll())
        .isIn("", "[reset]");
  }

  @Test
  void execute_afterClose_isRejected() {
    Workers workers = new Workers(Limits.DEFAULTS);
    workers.close();
    assertThatThrownBy(() -> workers.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }
}

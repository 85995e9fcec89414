package io.cachier.exporter.statsd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cachier.MetricsPolicy;
import io.cachier.exporter.statsd.Connection.Limits;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Outcome;
import io.cachier.metrics.ProcessSnapshot;
import io.cachier.metrics.Timing;
import io.cachier.spi.Gauge;
import io.cachier.spi.MetricsExporter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatsdExporterTest {
  private static final String PREFIX = "shop";

  private final Receiver receiver = new Receiver();
  private final StatsdExporter exporter =
      StatsdExporter.builder().port(receiver.port()).prefix(PREFIX).build();

  @AfterEach
  void close() {
    exporter.stop();
    receiver.close();
  }

  private void start(String... functions) {
    for (String function : functions) {
      exporter.registerFunction(TestFunction.named(function));
    }
    exporter.start();
  }

  private List<String> received() {
    return receiver.settled(exporter, PREFIX);
  }

  @Test
  void serviceLoader_findsIt() {
    assertThat(ServiceLoader.load(MetricsExporter.class))
        .hasExactlyElementsOfTypes(StatsdExporter.class)
        .allMatch(found -> found.name().equals("statsd"));
  }

  @Test
  void exportMetrics_aDifference_isThesePackets() {
    start("weather.forecast");
    exporter.exportMetrics(
        "weather.forecast",
        new MetricSnapshot(
            Duration.ofSeconds(10),
            0.5,
            Map.of(new Timing.Call(Outcome.HIT), Figures.seconds(2, 0.5)),
            Map.of(
                CacheCounter.TIME_SAVED_NANOS,
                1_500_000L,
                CacheCounter.REJECTED_NULL,
                3L,
                CacheCounter.BYTES_READ,
                10L),
            OptionalLong.of(12),
            OptionalLong.of(3456),
            1,
            0));
    List<String> lines = received();

    assertThat(lines)
        .containsExactly(
            "shop.weather_forecast.calls.hit:4|c",
            "shop.weather_forecast.call_duration.hit.count:4|c",
            "shop.weather_forecast.call_duration.hit.sum_us:4000000|c",
            "shop.weather_forecast.call_duration.hit.mean_us:1000000|g",
            "shop.weather_forecast.call_duration.hit.p50_us:956705.383|g",
            "shop.weather_forecast.call_duration.hit.p90_us:956705.383|g",
            "shop.weather_forecast.call_duration.hit.p95_us:956705.383|g",
            "shop.weather_forecast.call_duration.hit.p99_us:956705.383|g",
            "shop.weather_forecast.call_duration.hit.p999_us:956705.383|g",
            "shop.weather_forecast.call_duration.hit.max_us:1000000|g",
            "shop.weather_forecast.rejections.null:3|c",
            "shop.weather_forecast.entries:12|g",
            "shop.weather_forecast.size_bytes:3456|g",
            "shop.weather_forecast.computations_in_flight:1|g",
            "shop.weather_forecast.waiters:0|g",
            "shop.weather_forecast.backend_io_bytes.read:10|c",
            "shop.weather_forecast.time_saved_ms:3|c",
            "shop.weather_forecast.sampling_ratio:0.5|g");
  }

  @Test
  void exportMetrics_nothingHappened_sendsGaugesOnly() {
    start("f");
    exporter.exportMetrics("f", Figures.hits(0));

    assertThat(received())
        .containsExactly(
            "shop.f.computations_in_flight:0|g", "shop.f.waiters:0|g", "shop.f.sampling_ratio:1|g");
  }

  @Test
  void exportMetrics_fractions_areCarriedOverRounds() {
    start("f");
    for (int i = 0; i < 5; i++) {
      exporter.exportMetrics("f", Figures.counted(CacheCounter.TIME_SAVED_NANOS, 700_000));
    }

    assertThat(received().stream().filter(line -> line.contains("time_saved")))
        .as("0.7, 1.4, 2.1, 2.8 and 3.5 ms")
        .containsExactly(
            "shop.f.time_saved_ms:1|c", "shop.f.time_saved_ms:1|c", "shop.f.time_saved_ms:1|c");
  }

  @Test
  void exportMetrics_namesOfOneWord_areKeptApart() {
    start("a.b", "a b", "a_b", "process");
    for (String name : List.of("a.b", "a b", "a_b", "process")) {
      exporter.exportMetrics(name, Figures.hits(1));
    }
    exporter.exportProcess(new ProcessSnapshot("1", Map.of(), Map.of()));

    assertThat(received().stream().filter(line -> line.contains(".calls.hit:")))
        .hasSize(4)
        .doesNotHaveDuplicates()
        .contains("shop.a_b.calls.hit:1|c")
        .anyMatch(line -> line.matches("shop\\.process_[0-9a-f]{8}\\.calls\\.hit:1\\|c"));
  }

  @Test
  void exportProcess_figures_areUnderProcess() {
    start();
    exporter.exportProcess(
        new ProcessSnapshot(
            "0.1.0",
            Map.of(
                "redis",
                List.of(
                    new Gauge("pool_connections", Map.of("pool", "main", "state", "idle"), 3),
                    new Gauge("clock_drift_seconds", Map.of(), -0.25),
                    new Gauge("unknown", Map.of(), Double.NaN))),
            Map.of(
                "statsd", new ProcessSnapshot.Exporter(0, 0),
                "cloudwatch", new ProcessSnapshot.Exporter(2, 30))));

    assertThat(received())
        .containsExactly(
            "shop.process.clock_drift_seconds.redis:0|g",
            "shop.process.clock_drift_seconds.redis:-0.25|g",
            "shop.process.pool_connections.redis.main.idle:3|g",
            "shop.process.export_errors.cloudwatch:2|c",
            "shop.process.export_dropped.cloudwatch:30|c",
            "shop.process.build_info.0_1_0:1|g");
  }

  @Test
  void exportMetrics_notStarted_isRefusedWithARemedy() {
    exporter.registerFunction(TestFunction.named("f"));

    assertThatThrownBy(() -> exporter.exportMetrics("f", Figures.hits(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("call start() first");
    assertThatThrownBy(() -> exporter.exportProcess(ProcessSnapshot.EMPTY))
        .isInstanceOf(IllegalStateException.class);
    assertThatCode(() -> exporter.exportMetrics("unknown", Figures.hits(1)))
        .doesNotThrowAnyException();
  }

  @Test
  void registerFunction_metricsOff_isRefusedWithARemedy() {
    assertThatThrownBy(
            () -> exporter.registerFunction(TestFunction.of("quiet", MetricsPolicy.off())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "function 'quiet' records no metrics, so there is nothing to export; build it with"
                + " metrics(MetricsPolicy.on())");
  }

  @Test
  void registerFunction_anotherOfTheName_takesItsPlace() {
    TestFunction closed = TestFunction.named("f");
    exporter.registerFunction(closed);
    exporter.registerFunction(TestFunction.of("f", MetricsPolicy.on()));
    exporter.unregisterFunction(closed);
    exporter.start();
    exporter.exportMetrics("f", Figures.hits(1));

    assertThat(received()).contains("shop.f.calls.hit:1|c");
  }

  @Test
  void start_afterStop_sendsAgain() {
    start("f");
    exporter.exportMetrics("f", Figures.hits(1));
    exporter.stop();
    exporter.stop();
    exporter.start();
    exporter.exportMetrics("f", Figures.hits(2));

    assertThat(received()).contains("shop.f.calls.hit:1|c", "shop.f.calls.hit:2|c");
  }

  @Test
  void stop_rightAfterAnExport_hasSentIt() {
    start("f");
    exporter.exportMetrics("f", Figures.hits(1));
    exporter.stop();

    receiver.awaitLine("shop.f.sampling_ratio:1|g");
    assertThat(receiver.lines()).contains("shop.f.calls.hit:1|c");
    assertThat(exporter.errors()).isZero();
    assertThat(exporter.dropped()).isZero();
  }

  @Test
  void exportMetrics_nobodyListens_isCountedAndToldOnce() throws Exception {
    int free;
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    TestLog log = new TestLog();
    StatsdExporter alone =
        new StatsdExporter(
            new StatsdOptions("127.0.0.1", free, PREFIX, Duration.ofSeconds(10), 64, 10_000),
            Limits.DEFAULTS,
            log);
    alone.registerFunction(TestFunction.named("f"));
    alone.start();
    await()
        .untilAsserted(
            () -> {
              alone.exportMetrics("f", Figures.hits(1));
              assertThat(alone.errors()).isGreaterThan(20);
            });
    alone.stop();

    assertThat(alone.dropped())
        .as("one to three figures in a packet")
        .isBetween(alone.errors(), 3 * alone.errors());
    assertThat(log.messages())
        .singleElement()
        .asString()
        .contains("Nobody listens at 127.0.0.1:" + free);
  }

  @Test
  void exportMetrics_listenerComesLater_isReceivedFromThenOn() throws Exception {
    int port;
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    StatsdExporter early = StatsdExporter.builder().port(port).prefix(PREFIX).build();
    early.registerFunction(TestFunction.named("f"));
    early.start();
    early.exportMetrics("f", Figures.hits(1));
    byte[] bytes = new byte[1 << 16];
    try (DatagramSocket late = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
      late.setSoTimeout(100);
      DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
      await()
          .ignoreExceptionsInstanceOf(SocketTimeoutException.class)
          .until(
              () -> {
                early.exportMetrics("f", Figures.hits(5));
                late.receive(packet);
                return new String(bytes, 0, packet.getLength(), US_ASCII)
                    .startsWith("shop.f.calls.hit:5|c\n");
              });
    } finally {
      early.stop();
    }
  }
}

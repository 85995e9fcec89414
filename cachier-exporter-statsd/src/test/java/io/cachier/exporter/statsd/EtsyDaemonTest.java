package io.cachier.exporter.statsd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.CallOptions;
import io.cachier.MetricsPolicy;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.MetricCatalogue;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.ProcessSnapshot;
import io.cachier.spi.Gauge;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Etsy's daemon, which nobody here wrote, understands all that is sent and adds it up alike. */
class EtsyDaemonTest {
  private static final List<String> ODD_NAMES =
      List.of(
          "tck.a:b|c@d#e",
          "tck.\"quoted\"",
          "tck.back\\slash/slash",
          "tck. blank ",
          "tck.{brace}",
          "tck.a=b,c;d",
          "tck.%s%n",
          "tck.\u00e4\u65e5\ud83d\ude00",
          "tck.\u00e4\u65e5_",
          "x".repeat(200),
          "process",
          "_",
          "1");

  private EtsyDaemon daemon;

  @BeforeEach
  void startDaemon(@TempDir Path folder) throws IOException {
    daemon = EtsyDaemon.start(folder);
  }

  @AfterEach
  void stopDaemon() {
    if (daemon != null) {
      daemon.close();
    }
  }

  private StatsdExporterBuilder exporter() {
    return StatsdExporter.builder().port(daemon.port()).interval(Duration.ofMillis(100));
  }

  /** The counters that a server should have after all that a snapshot holds. */
  private static Map<String, Double> counters(String word, CachedFunction<?, ?> function) {
    Map<String, Double> counters = new TreeMap<>();
    for (String line :
        new SeriesLines("cachier." + word + ".", TestLog.names(), new Remainders())
            .write(MetricCatalogue.ofFunction(function, function.metrics().cumulative()))) {
      if (line.endsWith("|c")) {
        counters.put(
            line.substring(0, line.indexOf(':')),
            Double.valueOf(line.substring(line.indexOf(':') + 1, line.length() - 2)));
      }
    }
    return counters;
  }

  private static void load(CachedFunction<Integer, String> function, int from) {
    for (int i = 0; i < 40; i++) {
      function.apply(from + i % 4);
    }
    assertThatThrownBy(() -> function.apply(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(function.apply(from, CallOptions.skip())).hasSize(from);
  }

  private static String slowly(int argument) {
    if (argument < 0) {
      throw new IllegalArgumentException("negative");
    }
    return "x".repeat(argument);
  }

  @Test
  void counters_ofAKnownLoad_areTheSnapshots() {
    CachedFunction<Integer, String> function;
    try (Cachier cachier =
        Cachier.builder().backend("memory").addExporter(exporter().build()).build()) {
      function =
          cachier
              .function("weather.forecast", Integer.class, String.class, EtsyDaemonTest::slowly)
              .metrics(MetricsPolicy.on())
              .build();
      load(function, 1);
      await()
          .untilAsserted(
              () ->
                  assertThat(daemon.values("counters", "cachier.weather_forecast.calls."))
                      .containsOnly(
                          entry("cachier.weather_forecast.calls.hit", 36.0),
                          entry("cachier.weather_forecast.calls.miss", 4.0),
                          entry("cachier.weather_forecast.calls.error", 1.0),
                          entry("cachier.weather_forecast.calls.bypass", 1.0)));
      load(function, 100);
      load(function, 100);
    }

    await()
        .untilAsserted(
            () ->
                assertThat(daemon.values("counters", "cachier."))
                    .containsAllEntriesOf(counters("weather_forecast", function))
                    .containsEntry("cachier.weather_forecast.calls.hit", 36.0 + 36 + 40)
                    .containsEntry("cachier.weather_forecast.call_duration.miss.count", 8.0));
    assertThat(daemon.values("gauges", "cachier.weather_forecast."))
        .containsEntry("cachier.weather_forecast.entries", 8.0)
        .containsEntry("cachier.weather_forecast.sampling_ratio", 1.0)
        .containsKey("cachier.weather_forecast.call_duration.hit.p99_us");
    assertThat(daemon.badLines()).isZero();
  }

  @Test
  void counters_ofOddNames_areTheSnapshots() {
    Map<String, CachedFunction<Integer, String>> functions = new TreeMap<>();
    NameTable names = new NameTable(new TestLog().limited(() -> 0), "process");
    ODD_NAMES.forEach(names::word);
    try (Cachier cachier =
        Cachier.builder().backend("memory").addExporter(exporter().build()).build()) {
      for (String name : ODD_NAMES) {
        functions.put(
            names.word(name),
            cachier
                .function(name, Integer.class, String.class, EtsyDaemonTest::slowly)
                .metrics(MetricsPolicy.on())
                .build());
      }
      assertThat(functions).hasSameSizeAs(ODD_NAMES);
      int calls = 0;
      for (CachedFunction<Integer, String> function : functions.values()) {
        for (int i = 0; i <= calls; i++) {
          function.apply(i);
        }
        calls++;
      }
    }

    functions.forEach(
        (word, function) ->
            await()
                .untilAsserted(
                    () ->
                        assertThat(daemon.values("counters", "cachier." + word + "."))
                            .as(word)
                            .isEqualTo(counters(word, function))
                            .isNotEmpty()));
    assertThat(daemon.badLines()).isZero();
  }

  @Test
  void counters_ofManySampledRounds_areTheScaledTotal() {
    StatsdExporter byHand = exporter().build();
    byHand.registerFunction(TestFunction.of("sampled", MetricsPolicy.sampled(0.3)));
    byHand.start();
    for (int round = 0; round < 100; round++) {
      byHand.exportMetrics("sampled", Figures.hits(1, 0.3));
    }
    for (int round = 0; round < 3; round++) {
      byHand.exportMetrics("sampled", Figures.counted(CacheCounter.TIME_SAVED_NANOS, 500_000));
    }
    byHand.stop();

    await()
        .untilAsserted(
            () ->
                assertThat(daemon.values("counters", "cachier.sampled."))
                    .containsOnly(
                        entry("cachier.sampled.calls.hit", 333.0),
                        entry("cachier.sampled.call_duration.hit.count", 333.0),
                        entry("cachier.sampled.call_duration.hit.sum_us", 333_333_333.0),
                        entry("cachier.sampled.time_saved_ms", 1.0)));
    assertThat(daemon.badLines()).isZero();
  }

  @Test
  void gauges_ofAnySign_areWhatWasSentLast() {
    StatsdExporter byHand = exporter().build();
    byHand.start();
    for (double value : new double[] {-2.5, -7, 3, -1e-5, 1e21, -0.25}) {
      byHand.exportProcess(
          new ProcessSnapshot(
              "1",
              Map.of(
                  "redis",
                  List.of(
                      new Gauge("drift", Map.of(), value),
                      new Gauge("nothing", Map.of(), Double.NaN))),
              Map.of()));
      await()
          .untilAsserted(
              () ->
                  assertThat(daemon.values("gauges", "cachier."))
                      .containsOnly(
                          entry("cachier.process.drift.redis", value),
                          entry("cachier.process.build_info.1", 1.0)));
    }
    byHand.stop();
    assertThat(daemon.badLines()).isZero();
  }

  @Test
  void counters_ofAThousandFunctions_allArrive() {
    StatsdExporter byHand = exporter().build();
    for (int i = 0; i < 1_000; i++) {
      byHand.registerFunction(TestFunction.named("f" + i));
    }
    byHand.start();
    MetricSnapshot difference = RoundTest.busy();
    for (int i = 0; i < 1_000; i++) {
      byHand.exportMetrics("f" + i, difference);
    }
    daemon.awaitQuiet();

    // As many as RoundTest counts.
    assertThat(daemon.values("counters", "statsd.metrics_received"))
        .containsEntry("statsd.metrics_received", (8 * 9 + 3 + 3 + 5) * 1_000.0);
    byHand.stop();
    assertThat(daemon.badLines()).isZero();
    assertThat(byHand.dropped()).isZero();
  }

  @Test
  void badLines_whatIsBad_areSeen() throws IOException {
    byte[] bad = "cachier.f.calls.hit:NaN|c".getBytes(US_ASCII);
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.send(
          new DatagramPacket(bad, bad.length, InetAddress.getLoopbackAddress(), daemon.port()));
    }

    await()
        .untilAsserted(() -> assertThat(daemon.badLines()).as("so the judge judges").isEqualTo(1));
  }
}

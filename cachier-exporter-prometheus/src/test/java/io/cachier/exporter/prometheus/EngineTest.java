package io.cachier.exporter.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import io.cachier.spi.MetricsExporter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** With the real engine. */
class EngineTest {
  private static final String HITS =
      "cachier_calls_total{backend=\"memory\",function=\"%s\",outcome=\"hit\"}";

  @Test
  void serviceLoader_findsItAsTheOnlyOneOfItsName() {
    assertThat(ServiceLoader.load(MetricsExporter.class))
        .singleElement()
        .isInstanceOf(PrometheusExporter.class);
  }

  @Test
  void cachier_jarOnTheClassPath_servesWhatFunctionsDid() {
    try (LogCapture log = new LogCapture(PrometheusExporter.class);
        Cachier cachier =
            Cachier.builder().backend("memory").setting("prometheus.port", "0").build()) {
      CachedFunction<Integer, Integer> square = metered(cachier, "square", MetricsPolicy.on());
      square.apply(1);
      square.apply(1);
      square.apply(1);
      URI address = loggedAddress(log);
      await()
          .untilAsserted(
              () ->
                  assertThat(Scraped.of(Scraped.text(address)).samples())
                      .containsEntry(HITS.formatted("square"), 2.0)
                      .containsEntry(HITS.formatted("square").replace("\"hit\"", "\"miss\""), 1.0));
      square.close();
      await()
          .untilAsserted(
              () ->
                  assertThat(Scraped.of(Scraped.text(address)).count("cachier_calls_total"))
                      .isZero());
    }
  }

  private static URI loggedAddress(LogCapture log) {
    Pattern address = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/metrics");
    Matcher matcher =
        await().until(() -> address.matcher(String.join("\n", log.messages())), Matcher::find);
    return URI.create(matcher.group());
  }

  private static CachedFunction<Integer, Integer> metered(
      Cachier cachier, String name, MetricsPolicy policy) {
    return cachier.function(name, Integer.class, Integer.class, x -> x * x).metrics(policy).build();
  }

  private static Cachier with(PrometheusExporter exporter) {
    return Cachier.builder().backend("memory").addExporter(exporter).build();
  }

  @Test
  void cachier_takenPort_goesOnWithoutFigures() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Cachier cachier = with(PrometheusExporter.builder().port(taken.getLocalPort()).build())) {
      CachedFunction<Integer, Integer> square = metered(cachier, "square", MetricsPolicy.on());
      assertThat(square.apply(3)).isEqualTo(9);
      assertThat(square.apply(3)).isEqualTo(9);
      assertThat(square.metrics().snapshot().hits()).isEqualTo(1);
    }
  }

  @Test
  void cachiers_twoWithOneRegistry_areServedTogether() {
    PrometheusRegistry registry = new PrometheusRegistry();
    PrometheusExporter server = PrometheusExporter.builder().registry(registry).port(0).build();
    PrometheusExporter other =
        PrometheusExporter.builder().registry(registry).server(false).build();
    try (Cachier first = with(server);
        Cachier second = with(other)) {
      metered(first, "a", MetricsPolicy.on()).apply(1);
      metered(second, "b", MetricsPolicy.on()).apply(1);
      await().until(() -> server.address().isPresent());
      await()
          .untilAsserted(
              () ->
                  assertThat(Scraped.from(server).samples())
                      .containsKeys(HITS.formatted("a"), HITS.formatted("b")));
    }
    assertThat(registry.scrape().size()).isZero();
  }

  @Test
  void counters_sampledAndScraped_neverDecrease() throws Exception {
    PrometheusExporter exporter = PrometheusExporter.builder().port(0).build();
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService callers = Executors.newFixedThreadPool(2);
    try (Cachier cachier = with(exporter)) {
      CachedFunction<Integer, Integer> square =
          metered(cachier, "square", MetricsPolicy.sampled(0.3));
      CountDownLatch running = new CountDownLatch(2);
      Runnable caller =
          () -> {
            running.countDown();
            for (int i = 0; !done.get(); i++) {
              square.apply(i % 5_000);
            }
          };
      List<Future<?>> calls = List.of(callers.submit(caller), callers.submit(caller));
      running.await();
      await().until(() -> exporter.address().isPresent());
      Map<String, Double> before = Map.of();
      for (int scrape = 0; scrape < 60; scrape++) {
        Map<String, Double> now = Scraped.from(exporter).samples();
        before.forEach(
            (series, value) -> {
              if (series.matches("[^{]*_(total|count|bucket|sum)\\{.*")) {
                assertThat(now.get(series)).as(series).isGreaterThanOrEqualTo(value);
              }
            });
        before = now;
      }
      done.set(true);
      for (Future<?> call : calls) {
        call.get();
      }
      assertThat(Scraped.from(exporter).samples().get(HITS.formatted("square"))).isPositive();
    } finally {
      done.set(true);
      callers.shutdownNow();
    }
  }

  @Test
  void scrapes_whileFunctionsComeAndGo_areAllWhole() throws Exception {
    PrometheusExporter exporter = PrometheusExporter.builder().port(0).build();
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService scrapers = Executors.newFixedThreadPool(2);
    try (Cachier cachier = with(exporter)) {
      metered(cachier, "stays", MetricsPolicy.on()).apply(1);
      await().until(() -> exporter.address().isPresent());
      await().until(() -> Scraped.from(exporter).count(HITS.formatted("stays")) == 1);
      Runnable scraper =
          () -> {
            while (!done.get()) {
              Scraped scraped = Scraped.from(exporter);
              assertThat(scraped.samples()).containsKey(HITS.formatted("stays"));
              assertThat(scraped.count("cachier_calls_total") % 6).isZero();
            }
          };
      List<Future<?>> scrapes = List.of(scrapers.submit(scraper), scrapers.submit(scraper));
      for (int i = 0; i < 300; i++) {
        CachedFunction<Integer, Integer> passing = metered(cachier, "f" + i, MetricsPolicy.on());
        passing.apply(1);
        passing.apply(1);
        if (i % 3 > 0) {
          passing.close();
        }
      }
      done.set(true);
      for (Future<?> scrape : scrapes) {
        scrape.get();
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(Scraped.from(exporter).count("cachier_calls_total"))
                      .isEqualTo(101 * 6));
      assertThat(exporter.errors()).isZero();
    } finally {
      done.set(true);
      scrapers.shutdownNow();
    }
  }

  @Test
  void example_inTheDocumentation_works() {
    PrometheusExporter exporter =
        PrometheusExporter.builder()
            .registry(PrometheusRegistry.defaultRegistry)
            .server(false)
            .build();
    try (Cachier cachier = Cachier.builder().addExporter(exporter).backend("memory").build()) {
      metered(cachier, "example", MetricsPolicy.on()).apply(1);
      await()
          .until(
              () ->
                  PrometheusRegistry.defaultRegistry.scrape().stream()
                      .anyMatch(one -> one.getMetadata().getName().equals("cachier_calls")));
    }
    assertThat(PrometheusRegistry.defaultRegistry.scrape().size()).isZero();
  }
}

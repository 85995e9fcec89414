package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.ManagedCache;
import io.cachier.MetricsPolicy;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.spi.MetricsExporter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExporterFeedTest {
  @BeforeEach
  void forget() {
    TestExporter.MADE.clear();
  }

  @Test
  void functionWithMetrics_startsTheExporterThatServiceLoaderFinds() {
    TestExporter exporter;
    try (Cachier cachier = Cachier.builder().backend("memory").build()) {
      exporter = TestExporter.MADE.get(0);
      CachedFunction<String, String> off =
          cachier.function("off", String.class, String.class, x -> x).build();
      off.apply("a");
      assertThat(exporter.events).isEmpty();

      CachedFunction<String, String> first = metered(cachier, "first");
      first.apply("a");
      first.apply("a");
      metered(cachier, "second").close();
      Awaitility.await().until(() -> exporter.calls.getOrDefault("first", 0L) == 2);
      first.apply("a");
    }

    assertThat(exporter.events)
        .containsSubsequence("configure", "start", "register first", "register second")
        .containsSubsequence("register second", "unregister second", "stop")
        .doesNotContain("register off");
    // The last figures leave before the end, and none leaves twice.
    assertThat(exporter.calls).containsEntry("first", 3L);
  }

  @Test
  void exporter_switchedOff_isNeverStarted() {
    try (Cachier cachier =
        Cachier.builder().backend("memory").setting("exporter.test.enabled", "false").build()) {
      metered(cachier, "first").apply("a");
    }

    assertThat(TestExporter.MADE.get(0).events).isEmpty();
  }

  @Test
  void exporter_settingsOfItsOwn_areKnownAndGiven() {
    try (Cachier cachier =
        Cachier.builder().backend("memory").setting("test.interval", "1h").build()) {
      metered(cachier, "first").apply("a");
    }

    assertThat(TestExporter.MADE.get(0).interval()).contains(Duration.ofHours(1));
    assertThat(TestExporter.MADE.get(0).calls).containsEntry("first", 1L);
  }

  @Test
  void exporter_thatThrowsOrHangs_holdsUpNobodyElse() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    AtomicLong exported = new AtomicLong();
    MetricsExporter hanging = new Scripted("hanging", (f, m) -> await(never));
    AtomicInteger failures = new AtomicInteger();
    MetricsExporter failing =
        new Scripted(
            "failing",
            (f, m) -> {
              if (failures.incrementAndGet() < 3) {
                throw new IllegalStateException("no connection");
              }
              exported.addAndGet(m.totalCalls());
            });
    try (Cachier cachier =
        Cachier.builder()
            .backend("memory")
            .setting("exporter.test.enabled", "false")
            .addExporter(hanging)
            .addExporter(failing)
            .build()) {
      CachedFunction<String, String> function = metered(cachier, "f");
      function.apply("a");
      function.apply("a");
      // What failed to be exported is in the next difference.
      Awaitility.await().until(() -> exported.get() == 2);
      assertThat(failures).hasValueGreaterThanOrEqualTo(3);
      never.countDown();
    }
  }

  private static CachedFunction<String, String> metered(Cachier cachier, String name) {
    return cachier
        .function(name, String.class, String.class, x -> x)
        .metrics(MetricsPolicy.on())
        .build();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Export {
    void export(String function, MetricSnapshot metrics);
  }

  private record Scripted(String name, Export export) implements MetricsExporter {
    @Override
    public Optional<Duration> interval() {
      return Optional.of(Duration.ofMillis(5));
    }

    @Override
    public void registerFunction(ManagedCache function) {}

    @Override
    public void exportMetrics(String function, MetricSnapshot metrics) {
      export.export(function, metrics);
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}
  }
}

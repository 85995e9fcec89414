package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import io.cachier.metrics.ProcessSnapshot;
import io.cachier.spi.Gauge;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void exporter_thatThrowsOrHangs_holdsUpNobodyElse() {
    CountDownLatch mayGoOn = new CountDownLatch(1);
    ScriptedExporter hanging = ScriptedExporter.pushing("hanging");
    hanging.script = event -> ScriptedExporter.hang(mayGoOn);
    ScriptedExporter failing = ScriptedExporter.pushing("failing");
    AtomicInteger failures = new AtomicInteger();
    failing.script =
        event -> {
          if (event.startsWith("export ") && failures.incrementAndGet() < 3) {
            throw new IllegalStateException("no connection");
          }
        };
    try (Cachier cachier = cachier(hanging, failing)) {
      CachedFunction<String, String> function = metered(cachier, "f");
      function.apply("a");
      function.apply("a");
      // What failed to be exported is in the next difference.
      Awaitility.await().until(() -> failing.calls.getOrDefault("f", 0L) == 2);
      assertThat(failures).hasValueGreaterThanOrEqualTo(3);
      mayGoOn.countDown();
    }
  }

  @Test
  void close_exporterHangs_waitsFiveSecondsAtMostAndTheOthersPushTheirLast() {
    CountDownLatch mayGoOn = new CountDownLatch(1);
    ScriptedExporter hanging = ScriptedExporter.pushing("hanging");
    hanging.script =
        event -> {
          if (!event.equals("errors")) {
            ScriptedExporter.hang(mayGoOn);
          }
        };
    ScriptedExporter healthy = ScriptedExporter.pushing("healthy", Duration.ofHours(1));
    Cachier cachier = cachier(hanging, healthy);
    metered(cachier, "f").apply("a");

    long beganNanos = System.nanoTime();
    cachier.close();
    Duration took = Duration.ofNanos(System.nanoTime() - beganNanos);

    assertThat(took).isBetween(Duration.ofMillis(4_900), Duration.ofSeconds(8));
    assertThat(healthy.calls).containsEntry("f", 1L);
    assertThat(healthy.processes).hasSize(1);
    assertThat(healthy.events).endsWith("stop");
    mayGoOn.countDown();
  }

  @Test
  void attach_everyExporter_comesBeforeTheStartAndTellsOfAll() {
    ScriptedExporter pulled = ScriptedExporter.pulled("pulled");
    TestExporter found;
    try (Cachier cachier = Cachier.builder().backend("memory").addExporter(pulled).build()) {
      found = TestExporter.MADE.get(0);
      metered(cachier, "f");
      Awaitility.await().until(() -> pulled.events.contains("register f"));
      pulled.errors.set(3);
      pulled.dropped.set(4);

      ProcessSnapshot process = pulled.process.get();
      assertThat(process.version()).isEqualTo(EngineVersion.read());
      assertThat(process.backendGauges()).isEmpty();
      assertThat(process.exporters()).containsOnlyKeys("pulled", "test");
      assertThat(process.exporters()).containsEntry("pulled", new ProcessSnapshot.Exporter(3, 4));
    }

    assertThat(pulled.events).startsWith("attach", "start", "register f");
    assertThat(found.events).startsWith("configure", "attach [pulled, test]", "start");
    // What an exporter was given goes on working when all else has ended.
    assertThat(pulled.process.get().exporters()).containsKey("pulled");
  }

  @Test
  void exportProcess_endOfEachRound_isTheDifferenceToTheLastThatSucceeded() {
    ScriptedExporter sad = ScriptedExporter.pulled("sad");
    ScriptedExporter pushing = ScriptedExporter.pushing("pushing");
    AtomicInteger attempts = new AtomicInteger();
    pushing.script =
        event -> {
          if (event.equals("process") && attempts.incrementAndGet() % 2 == 1) {
            throw new IllegalStateException("no connection");
          }
        };
    try (Cachier cachier = cachier(sad, pushing)) {
      metered(cachier, "f");
      sad.errors.set(7);
      Awaitility.await().until(() -> errors(pushing, "sad") == 7);
      sad.errors.set(9);
      Awaitility.await().until(() -> errors(pushing, "sad") == 9);
    }

    assertThat(sad.processes).isEmpty();
    // Its own failures are in the figures, each once.
    assertThat(errors(pushing, "pushing"))
        .isBetween(attempts.get() / 2 - 1L, (attempts.get() + 1) / 2L);
  }

  private static long errors(ScriptedExporter exporter, String of) {
    return exporter.processes.stream().mapToLong(p -> p.exporters().get(of).errors()).sum();
  }

  @Test
  void exportProcess_backends_areThoseThatAreOpen(@TempDir Path directory) {
    FaultyFiles sound = new FaultyFiles("sound");
    FaultyFiles broken = new FaultyFiles("broken");
    FaultyFiles unused = new FaultyFiles("unused");
    Gauge pool = new Gauge("pool_connections", Map.of("pool", "p", "state", "idle"), 3);
    sound.gauges.add(pool);
    broken.faults.put("gauges", FaultyFiles.Fault.THROWS);
    ScriptedExporter pulled = ScriptedExporter.pulled("pulled");
    try (Cachier cachier =
        Cachier.builder()
            .addBackend(sound)
            .addBackend(broken)
            .addBackend(unused)
            .backend("sound")
            .setting("file.directory", directory.toString())
            .setting("exporter.test.enabled", "false")
            .addExporter(pulled)
            .build()) {
      metered(cachier, "f");
      cachier
          .function("g", String.class, String.class, x -> x)
          .backend("broken")
          .metrics(MetricsPolicy.on())
          .build();
      Awaitility.await().until(() -> pulled.events.contains("register g"));

      assertThat(pulled.process.get().backendGauges())
          .containsOnly(Map.entry("sound", List.of(pool)), Map.entry("broken", List.of()));
    }
    assertThat(pulled.process.get().backendGauges()).isEmpty();
  }

  private static Cachier cachier(ScriptedExporter first, ScriptedExporter second) {
    return Cachier.builder()
        .backend("memory")
        .setting("exporter.test.enabled", "false")
        .addExporter(first)
        .addExporter(second)
        .build();
  }

  private static CachedFunction<String, String> metered(Cachier cachier, String name) {
    return cachier
        .function(name, String.class, String.class, x -> x)
        .metrics(MetricsPolicy.on())
        .build();
  }
}

package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.ManagedCache;
import io.cachier.MetricsPolicy;
import io.cachier.metrics.ProcessSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One exporter that fails, hangs or fares well, and what becomes of its functions' figures. */
class ExporterThreadTest {
  private static final Duration SOON = Duration.ofMillis(1);
  private static final Duration NEVER = Duration.ofDays(1);

  private final Cachier cachier =
      Cachier.builder().backend("memory").setting("exporter.test.enabled", "false").build();
  private final ProcessFigures figures =
      new ProcessFigures(
          new BackendRegistry(null, new Limits(Duration.ZERO, 1, Duration.ZERO), System::nanoTime));
  private final CountDownLatch mayGoOn = new CountDownLatch(1);
  private ExporterThread thread;

  @AfterEach
  void close() {
    mayGoOn.countDown();
    stop();
    cachier.close();
  }

  @Test
  void begin_functionsThatComeAndGo_areToldInOrder() {
    ScriptedExporter exporter = ScriptedExporter.pulled("x");
    begin(exporter, NEVER);
    ManagedCache first = function("f");
    thread.register(first);
    thread.unregister(first);
    first.close();
    thread.register(function("f"));
    stop();

    assertThat(exporter.events)
        .containsExactly("attach", "start", "register f", "unregister f", "register f", "stop");
  }

  @Test
  void begin_startFails_isTriedAgainAndRegistrationsAreKept() {
    ScriptedExporter exporter = ScriptedExporter.pushing("x", NEVER);
    AtomicInteger starts = new AtomicInteger();
    failWhile(exporter, "start", () -> starts.incrementAndGet() <= 3);
    begin(exporter, SOON);
    CachedFunction<String, String> function = function("f");
    function.apply("a");
    thread.register(function);

    Awaitility.await().until(() -> exporter.events.contains("register f"));

    // Attached once, and started until it went well.
    assertThat(exporter.events).containsExactly("attach", "start", "register f");
    assertThat(starts).hasValue(4);
    assertThat(thread.fares(true)).isEqualTo(new ProcessSnapshot.Exporter(3, 0));
    stop();
    assertThat(exporter.calls).containsEntry("f", 1L);
  }

  @Test
  void begin_startNeverSucceeds_stopsAllTheSame() {
    ScriptedExporter exporter = ScriptedExporter.pushing("x");
    failWhile(exporter, "start", () -> true);
    begin(exporter, NEVER);
    thread.register(function("f"));
    Awaitility.await().until(() -> thread.fares(true).errors() == 1);
    stop();

    assertThat(exporter.events).containsExactly("attach", "stop");
    assertThat(exporter.calls).isEmpty();
    assertThat(exporter.processes).isEmpty();
    assertThat(thread.tasks()).isZero();
  }

  @Test
  void begin_intervalThatIsNone_isAFailedStart() {
    ScriptedExporter exporter = ScriptedExporter.pushing("x", Duration.ZERO);
    begin(exporter, NEVER);

    Awaitility.await().until(() -> thread.fares(true).errors() == 1);
    assertThat(exporter.events).containsExactly("attach");
  }

  @Test
  void register_registrationFails_isTriedAgainAndNothingIsLost() {
    ScriptedExporter exporter = ScriptedExporter.pushing("x");
    AtomicInteger attempts = new AtomicInteger();
    failWhile(exporter, "register f", () -> attempts.incrementAndGet() <= 2);
    begin(exporter, SOON);
    CachedFunction<String, String> function = function("f");
    function.apply("a");
    thread.register(function);

    Awaitility.await().until(() -> exporter.calls.getOrDefault("f", 0L) == 1);
    assertThat(exporter.events).containsExactly("attach", "start", "register f");
    assertThat(thread.fares(true)).isEqualTo(new ProcessSnapshot.Exporter(2, 0));
  }

  @Test
  void register_registrationFailsUntilItLeft_isGivenUpAndCounted() {
    ScriptedExporter exporter = ScriptedExporter.pushing("x", NEVER);
    failWhile(exporter, "register f", () -> true);
    begin(exporter, NEVER);
    CachedFunction<String, String> function = function("f");
    thread.register(function);
    Awaitility.await().until(() -> thread.fares(true).errors() == 1);
    thread.unregister(function);
    stop();

    assertThat(exporter.events).containsExactly("attach", "start", "stop");
    assertThat(thread.fares(true)).isEqualTo(new ProcessSnapshot.Exporter(1, 1));
  }

  @Test
  void register_leftWhileItsRegistrationFailed_isGivenUpAndCounted() throws Exception {
    ScriptedExporter exporter = ScriptedExporter.pushing("x", NEVER);
    CountDownLatch registering = new CountDownLatch(1);
    exporter.script =
        event -> {
          if (event.equals("register f")) {
            registering.countDown();
            ScriptedExporter.hang(mayGoOn);
            throw new IllegalStateException("refused");
          }
        };
    begin(exporter, NEVER);
    CachedFunction<String, String> function = function("f");
    thread.register(function);
    assertThat(registering.await(20, TimeUnit.SECONDS)).isTrue();
    thread.unregister(function);
    mayGoOn.countDown();
    stop();

    assertThat(thread.fares(true)).isEqualTo(new ProcessSnapshot.Exporter(1, 1));
  }

  @Test
  void unregister_lastExportFails_isGivenUpCountedAndStillUnregistered() {
    ScriptedExporter exporter = ScriptedExporter.pushing("x", NEVER);
    failWhile(exporter, "export f", () -> true);
    begin(exporter, NEVER);
    CachedFunction<String, String> function = function("f");
    thread.register(function);
    Awaitility.await().until(() -> exporter.events.contains("register f"));
    thread.unregister(function);
    Awaitility.await().until(() -> exporter.events.contains("unregister f"));

    assertThat(thread.fares(true)).isEqualTo(new ProcessSnapshot.Exporter(1, 1));
  }

  @Test
  void unregister_pulledExporter_isNotPushedTo() {
    ScriptedExporter exporter = ScriptedExporter.pulled("x");
    begin(exporter, NEVER);
    CachedFunction<String, String> function = function("f");
    thread.register(function);
    thread.unregister(function);
    stop();

    assertThat(exporter.events).containsSubsequence("register f", "unregister f", "stop");
    assertThat(exporter.calls).isEmpty();
    assertThat(exporter.processes).isEmpty();
  }

  @Test
  void round_errorOfAnyKind_isCountedAndTheNextRoundComes() {
    ScriptedExporter exporter = ScriptedExporter.pushing("x");
    AtomicInteger attempts = new AtomicInteger();
    exporter.script =
        event -> {
          if (event.equals("export f") && attempts.incrementAndGet() <= 3) {
            throw new AssertionError("a bug of its own");
          }
        };
    begin(exporter, NEVER);
    CachedFunction<String, String> function = function("f");
    function.apply("a");
    thread.register(function);

    Awaitility.await().until(() -> exporter.calls.getOrDefault("f", 0L) == 1);
    assertThat(thread.fares(true).errors()).isEqualTo(3);
  }

  @Test
  void exporter_thatHangsWhileFunctionsComeAndGo_keepsABoundedBacklog() throws Exception {
    ScriptedExporter exporter = ScriptedExporter.pushing("x");
    CountDownLatch hanging = new CountDownLatch(1);
    exporter.script =
        event -> {
          if (event.equals("export first")) {
            hanging.countDown();
            ScriptedExporter.hang(mayGoOn);
          }
        };
    begin(exporter, NEVER);
    thread.register(function("first"));
    assertThat(hanging.await(20, TimeUnit.SECONDS)).isTrue();

    for (int i = 0; i < 10_000; i++) {
      ManagedCache passing = function("f" + i);
      thread.register(passing);
      thread.unregister(passing);
      passing.close();
    }

    assertThat(thread.backlog()).isEqualTo(Roster.MOST_PASSING);
    assertThat(thread.tasks()).isLessThanOrEqualTo(1);
    assertThat(thread.fares(false).dropped()).isEqualTo(10_000 - Roster.MOST_PASSING);
    // Once it goes on, it is told of those that were kept, and of nothing twice.
    mayGoOn.countDown();
    Awaitility.await().until(() -> thread.backlog() == 0);
    stop();
    assertThat(exporter.events)
        .filteredOn(event -> event.startsWith("unregister f"))
        .doesNotHaveDuplicates()
        .hasSize(Roster.MOST_PASSING);
  }

  @Test
  void fares_exporterThatCanNotTell_tellsWhatIsKnown() {
    ScriptedExporter exporter = ScriptedExporter.pulled("x");
    begin(exporter, NEVER);
    exporter.errors.set(3);
    exporter.dropped.set(2);
    assertThat(thread.fares(true)).isEqualTo(new ProcessSnapshot.Exporter(3, 2));

    exporter.errors.set(-7);
    assertThat(thread.fares(true)).isEqualTo(new ProcessSnapshot.Exporter(3, 2));
    failWhile(exporter, "errors", () -> true);

    assertThat(thread.fares(true)).isEqualTo(new ProcessSnapshot.Exporter(4, 2));
  }

  @Test
  void fares_askedByAnother_doesNotAskTheExporterItself() throws Exception {
    ScriptedExporter exporter = ScriptedExporter.pulled("x");
    begin(exporter, NEVER);
    Awaitility.await().until(() -> exporter.events.contains("start"));
    exporter.errors.set(5);
    CountDownLatch asked = new CountDownLatch(1);
    exporter.script =
        event -> {
          if (event.equals("errors")) {
            asked.countDown();
            ScriptedExporter.hang(mayGoOn);
          }
        };

    assertThat(thread.fares(false).errors()).isZero();
    // On its own thread it is asked, for the next time; that it hangs there holds up nobody else.
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(thread.fares(false).errors()).isZero();
    mayGoOn.countDown();
    Awaitility.await().until(() -> thread.fares(false).errors() == 5);
  }

  @Test
  void register_afterTheStop_isNothing() {
    ScriptedExporter exporter = ScriptedExporter.pulled("x");
    begin(exporter, NEVER);
    stop();
    thread.register(function("f"));
    thread.begin();

    assertThat(exporter.events).containsExactly("attach", "start", "stop");
  }

  @Test
  void awaitStop_interrupted_keepsTheFlagAndDoesNotWait() throws Exception {
    ScriptedExporter exporter = ScriptedExporter.pulled("x");
    CountDownLatch hanging = new CountDownLatch(1);
    exporter.script =
        event -> {
          hanging.countDown();
          ScriptedExporter.hang(mayGoOn);
        };
    begin(exporter, NEVER);
    assertThat(hanging.await(20, TimeUnit.SECONDS)).isTrue();
    thread.beginStop();
    Thread.currentThread().interrupt();

    thread.awaitStop(System.nanoTime() + TimeUnit.MINUTES.toNanos(5));

    assertThat(Thread.interrupted()).isTrue();
  }

  private void begin(ScriptedExporter exporter, Duration retry) {
    thread = new ExporterThread(exporter, null, figures, new Backoff(retry, retry));
    figures.exporters(List.of(thread));
    thread.begin();
  }

  private void stop() {
    thread.beginStop();
    thread.awaitStop(System.nanoTime() + TimeUnit.SECONDS.toNanos(20));
  }

  private static void failWhile(
      ScriptedExporter exporter, String what, java.util.function.BooleanSupplier failing) {
    exporter.script =
        event -> {
          if (event.equals(what) && failing.getAsBoolean()) {
            throw new IllegalStateException("no " + what);
          }
        };
  }

  private CachedFunction<String, String> function(String name) {
    return cachier
        .function(name, String.class, String.class, x -> x)
        .metrics(MetricsPolicy.on())
        .build();
  }
}

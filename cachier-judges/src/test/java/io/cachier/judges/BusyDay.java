package io.cachier.judges;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cachier.Cachier;
import io.cachier.exporter.prometheus.PrometheusExporter;
import io.cachier.spi.RemoteBackendProvider;
import io.cachier.tck.Faults;
import io.cachier.tck.FaultyBackendProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A process to which all happens that the dashboard and the alerts can show, over and over: every
 * outcome, a stampede, waits that run out, stale values, entries that can't be read, a backend that
 * is gone, a function that hangs, an exporter that fails.
 *
 * <p>Says {@code address URI} once all of it has happened, so the first scrape finds every series.
 * Ends with its input.
 */
final class BusyDay {
  /** What it says when something happened that should not. */
  static final String FAILED = "failed ";

  private static final long PAUSE_MILLIS = 100;

  private BusyDay() {}

  public static void main(String... arguments) throws IOException {
    PrometheusExporter exporter = PrometheusExporter.builder().port(0).build();
    RemoteBackendProvider pooled = new PooledBackendProvider("pooled");
    RemoteBackendProvider broken =
        new FaultyBackendProvider(
            new PooledBackendProvider("broken"), new Faults().failAll(Faults.Failure.FAIL));
    ScheduledExecutorService day = Executors.newSingleThreadScheduledExecutor();
    // What an earlier version of the program stored: nobody exports that.
    try (Cachier earlier = Cachier.builder().addBackend(pooled).build();
        Cachier cachier =
            Cachier.builder()
                .addBackend(pooled)
                .addBackend(broken)
                .addExporter(exporter)
                .addExporter(new FailingExporter())
                .build()) {
      List<Runnable> scenes =
          List.of(
              Scenes.everyOutcome(cachier),
              Scenes.inMemory(cachier),
              Scenes.stale(cachier),
              Scenes.unrefreshable(cachier),
              Scenes.stampede(cachier),
              Scenes.overdue(cachier),
              Scenes.rejected(cachier),
              Scenes.unkeyable(cachier),
              Scenes.deployed(earlier, cachier),
              Scenes.broken(cachier));
      Scenes.hanging(cachier);
      scenes.forEach(Runnable::run);
      Output.address(exporter);
      Future<?> unused =
          day.scheduleWithFixedDelay(() -> play(scenes), 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      while (orders.readLine() != null) {}
    } finally {
      day.shutdownNow();
      // A function hangs here, and would for ever.
      System.exit(0);
    }
  }

  private static void play(List<Runnable> scenes) {
    try {
      scenes.forEach(Runnable::run);
    } catch (RuntimeException | Error e) {
      Output.say(FAILED + e);
      throw e;
    }
  }
}

package io.cachier.core;

import io.cachier.ManagedCache;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.spi.MetricsExporter;
import io.cachier.spi.Ticker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One exporter and the one daemon thread on which all of it happens. What the exporter throws is
 * counted and told, and the next round tries again; what was not exported is in the next
 * difference, since the difference is taken from the last call that returned.
 */
final class ExporterThread {
  private static final System.Logger LOGGER = System.getLogger(ExporterThread.class.getName());

  private final MetricsExporter exporter;
  private final ScheduledThreadPoolExecutor thread;
  private final RateLimitedLog log = new RateLimitedLog(LOGGER, Ticker.system());
  private final AtomicLong errors = new AtomicLong();

  /** Used on the exporter's thread alone. */
  private final Map<ManagedCache, MetricSnapshot> exported = new LinkedHashMap<>();

  ExporterThread(MetricsExporter exporter) {
    this.exporter = exporter;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1, DaemonThreads.named("cachier-exporter-" + exporter.name()));
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(true);
    thread.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
  }

  /**
   * Starts the exporter.
   *
   * @param settings given to an exporter that was found; null for one that was built by hand
   */
  void start(@Nullable MergedSettings settings) {
    run(
        "start",
        () -> {
          if (settings != null) {
            exporter.configure(settings);
            refuseBad(settings.problems());
          }
          exporter.start();
          exporter.interval().map(Duration::toNanos).ifPresent(this::exportEvery);
        });
  }

  private static void refuseBad(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  private void exportEvery(long nanos) {
    Future<?> unused =
        thread.scheduleWithFixedDelay(this::exportAll, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  void register(ManagedCache function) {
    run(
        "registerFunction",
        () -> {
          // Noted first: an exporter that fails to register may still export by name.
          exported.put(function, MetricSnapshot.empty());
          exporter.registerFunction(function);
        });
  }

  void unregister(ManagedCache function) {
    run(
        "unregisterFunction",
        () -> {
          if (exporter.interval().isPresent()) {
            exportOne(function);
          }
          exported.remove(function);
          exporter.unregisterFunction(function);
        });
  }

  /** Lets the exporter push what is left, then stops it. Returns at once. */
  void beginStop() {
    run(
        "stop",
        () -> {
          if (exporter.interval().isPresent()) {
            exportAll();
          }
          exporter.stop();
        });
    thread.shutdown();
  }

  void awaitStop(long deadlineNanos) {
    try {
      if (!thread.awaitTermination(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        LOGGER.log(
            System.Logger.Level.WARNING,
            "Exporter '" + exporter.name() + "' did not stop in time and was left behind");
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** How often the exporter threw. */
  long errors() {
    return errors.get();
  }

  private void exportAll() {
    for (ManagedCache function : exported.keySet()) {
      guarded("exportMetrics", () -> exportOne(function));
    }
  }

  private void exportOne(ManagedCache function) {
    MetricSnapshot before = exported.get(function);
    if (before == null) {
      return;
    }
    MetricSnapshot now = function.metrics().cumulative();
    exporter.exportMetrics(function.name(), now.minus(before));
    exported.replace(function, now);
  }

  private void run(String what, Runnable task) {
    try {
      thread.execute(() -> guarded(what, task));
    } catch (RejectedExecutionException e) {
      // The feed is closed; there is nobody left to tell.
      LOGGER.log(System.Logger.Level.DEBUG, "exporter is closed", e);
    }
  }

  @SuppressWarnings("CatchingUnchecked") // the exporter is anybody's code, on a thread of ours
  private void guarded(String what, Runnable task) {
    try {
      task.run();
    } catch (Exception | LinkageError e) {
      errors.incrementAndGet();
      log.warn(
          () ->
              "Exporter '"
                  + exporter.name()
                  + "': "
                  + what
                  + " failed: "
                  + e.getClass().getName()
                  + (e.getMessage() == null ? "" : ": " + e.getMessage()));
    }
  }
}

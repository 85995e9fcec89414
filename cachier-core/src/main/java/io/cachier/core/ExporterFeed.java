package io.cachier.core;

import io.cachier.ManagedCache;
import io.cachier.spi.MetricsExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Feeds every exporter that was found or added. The exporters are started with the first function
 * that has metrics; each works on a thread of its own, so none can hold up another, a call, or the
 * end.
 */
final class ExporterFeed implements AutoCloseable {
  private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** When an exporter that could not start is started again: a port gets free, a host comes up. */
  private static final Duration FIRST_RETRY = Duration.ofSeconds(30);

  private static final Duration RAREST_RETRY = Duration.ofMinutes(10);

  private final Providers providers;
  private final MergedSettings settings;
  private final ProcessFigures figures;
  private @Nullable List<ExporterThread> running;
  private boolean closed;

  ExporterFeed(Providers providers, MergedSettings settings, BackendRegistry backends) {
    this.providers = providers;
    this.settings = settings;
    this.figures = new ProcessFigures(backends);
  }

  /** The setting that switches an exporter off. */
  static String switchOf(MetricsExporter exporter) {
    return "exporter." + exporter.name() + ".enabled";
  }

  synchronized void register(ManagedCache function) {
    if (!closed) {
      started().forEach(exporter -> exporter.register(function));
    }
  }

  synchronized void unregister(ManagedCache function) {
    if (!closed && running != null) {
      running.forEach(exporter -> exporter.unregister(function));
    }
  }

  private List<ExporterThread> started() {
    List<ExporterThread> threads = running;
    if (threads == null) {
      threads = new ArrayList<>();
      for (MetricsExporter exporter : providers.exporters().values()) {
        if (settings.flag(switchOf(exporter)).orElse(true)) {
          boolean byHand = providers.addedExporters().contains(exporter.name());
          Backoff backoff = new Backoff(FIRST_RETRY, RAREST_RETRY);
          threads.add(new ExporterThread(exporter, byHand ? null : settings, figures, backoff));
        }
      }
      figures.exporters(threads);
      threads.forEach(ExporterThread::begin);
      running = threads;
    }
    return threads;
  }

  @Override
  public void close() {
    List<ExporterThread> threads;
    synchronized (this) {
      closed = true;
      threads = running == null ? List.of() : running;
      running = null;
    }
    threads.forEach(ExporterThread::beginStop);
    long deadlineNanos = System.nanoTime() + CLOSE_NANOS;
    threads.forEach(thread -> thread.awaitStop(deadlineNanos));
  }
}

package io.cachier.core;

import io.cachier.metrics.ProcessSnapshot;
import io.cachier.spi.MetricsExporter;
import io.cachier.spi.Ticker;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An exporter that can't hurt its thread: whatever it throws is counted and told, in a rate-limited
 * warning. Keeps how it fares, so that others can read that without asking it.
 */
final class GuardedExporter {
  private static final System.Logger LOGGER = System.getLogger(GuardedExporter.class.getName());

  private final MetricsExporter exporter;
  private final String name;
  private final RateLimitedLog log = new RateLimitedLog(LOGGER, Ticker.system());
  private final AtomicLong thrown = new AtomicLong();
  private final AtomicLong givenUp = new AtomicLong();

  /** What it noticed by itself, when it was last asked. */
  private volatile ProcessSnapshot.Exporter told = new ProcessSnapshot.Exporter(0, 0);

  GuardedExporter(MetricsExporter exporter) {
    this.exporter = exporter;
    this.name = exporter.name();
  }

  String name() {
    return name;
  }

  /** Tries something; a failure is counted, and left to the caller to tell. Null: it went well. */
  @SuppressWarnings("CatchingUnchecked") // the exporter is anybody's code, on a thread of ours
  @Nullable Throwable failureOf(Runnable task) {
    try {
      task.run();
      return null;
    } catch (Throwable failure) {
      thrown.incrementAndGet();
      return failure;
    }
  }

  /** Tries something; false if it failed, which is counted and told. */
  boolean attempt(String what, Runnable task) {
    Throwable failure = failureOf(task);
    if (failure != null) {
      log.warn(() -> "Exporter '" + name + "': " + what + " failed: " + describe(failure));
    }
    return failure == null;
  }

  /** Some figures will never arrive, for want of memory to keep them in. */
  void giveUp() {
    givenUp.incrementAndGet();
  }

  /** How it fares now. Asks it: only for its own threads, for it may hang. */
  ProcessSnapshot.Exporter ask() {
    attempt(
        "errors or dropped",
        () ->
            told =
                new ProcessSnapshot.Exporter(
                    Math.max(told.errors(), exporter.errors()),
                    Math.max(told.dropped(), exporter.dropped())));
    return known();
  }

  /** How it fares, as far as is known without asking it. */
  ProcessSnapshot.Exporter known() {
    ProcessSnapshot.Exporter own = told;
    return new ProcessSnapshot.Exporter(own.errors() + thrown.get(), own.dropped() + givenUp.get());
  }

  static String describe(Throwable failure) {
    return failure.getMessage() == null
        ? failure.getClass().getName()
        : failure.getClass().getName() + ": " + failure.getMessage();
  }
}

package io.cachier.exporter.prometheus;

import io.cachier.spi.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what an exporter noticed by itself, and tells of it: at most once a minute, with the
 * number of what was left unsaid. Thread-safe.
 */
final class Mishaps {
  private static final System.Logger LOGGER = System.getLogger(PrometheusExporter.class.getName());
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Ticker ticker;
  private final AtomicLong errors = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong unsaid = new AtomicLong();
  private final AtomicLong nextNanos;

  Mishaps(Ticker ticker) {
    this.ticker = ticker;
    this.nextNanos = new AtomicLong(ticker.nanos());
  }

  long errors() {
    return errors.get();
  }

  long dropped() {
    return dropped.get();
  }

  /** An attempt that failed. */
  void failed(String what, Throwable cause) {
    errors.incrementAndGet();
    tell(what + ": " + cause);
  }

  /** A figure that was given up. */
  void gaveUp(String what) {
    dropped.incrementAndGet();
    tell(what);
  }

  private void tell(String what) {
    long now = ticker.nanos();
    long next = nextNanos.get();
    if (now - next < 0 || !nextNanos.compareAndSet(next, now + PAUSE_NANOS)) {
      unsaid.incrementAndGet();
      return;
    }
    long before = unsaid.getAndSet(0);
    LOGGER.log(
        System.Logger.Level.WARNING,
        what + (before == 0 ? "" : " (" + before + " more like it since)"));
  }
}

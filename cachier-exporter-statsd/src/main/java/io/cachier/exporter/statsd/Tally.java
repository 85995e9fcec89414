package io.cachier.exporter.statsd;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What went wrong without an exception for the exporter's caller: counted and told. Thread-safe.
 */
final class Tally {
  private final AtomicLong errors = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final RateLimitedLog log;

  Tally(RateLimitedLog log) {
    this.log = log;
  }

  void failed(int lostFigures, Supplier<String> message) {
    errors.incrementAndGet();
    dropped.addAndGet(lostFigures);
    log.warn(message);
  }

  long errors() {
    return errors.get();
  }

  long dropped() {
    return dropped.get();
  }
}

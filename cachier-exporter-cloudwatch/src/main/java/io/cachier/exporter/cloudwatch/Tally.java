package io.cachier.exporter.cloudwatch;

import java.util.concurrent.atomic.AtomicLong;

/** How the exporter fares, since it was made. Thread-safe. */
final class Tally {
  private final AtomicLong errors = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();

  void failed() {
    errors.incrementAndGet();
  }

  void dropped(int data) {
    dropped.addAndGet(data);
  }

  long errors() {
    return errors.get();
  }

  long dropped() {
    return dropped.get();
  }
}

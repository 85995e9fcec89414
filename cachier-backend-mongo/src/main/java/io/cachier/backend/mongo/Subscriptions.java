package io.cachier.backend.mongo;

import java.util.concurrent.atomic.LongAdder;

/** How many subscriptions to the driver are open. Thread-safe. */
final class Subscriptions {
  private final LongAdder open = new LongAdder();

  void opened() {
    open.increment();
  }

  void ended() {
    open.decrement();
  }

  long count() {
    return open.sum();
  }
}

package io.cachier.core.metrics;

import io.cachier.spi.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is moved. */
final class FakeTicker implements Ticker {
  private final AtomicLong nanos;

  FakeTicker(long startNanos) {
    nanos = new AtomicLong(startNanos);
  }

  @Override
  public long nanos() {
    return nanos.get();
  }

  void advance(Duration by) {
    advance(by.toNanos());
  }

  void advance(long byNanos) {
    nanos.addAndGet(byNanos);
  }
}

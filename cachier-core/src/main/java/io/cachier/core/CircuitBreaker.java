package io.cachier.core;

import io.cachier.spi.Ticker;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stops asking a backend that keeps failing: opens after some failures in a row, lets one operation
 * through as a probe each time the pause has passed, and closes when one succeeds. Thread-safe,
 * never blocks.
 */
final class CircuitBreaker {
  private static final long CLOSED = 0;

  private final int failuresToOpen;
  private final long pauseNanos;
  private final Ticker ticker;
  private final AtomicInteger failuresInRow = new AtomicInteger();

  /** When the next probe is due, never {@link #CLOSED} while open. */
  private final AtomicLong probeAtNanos = new AtomicLong(CLOSED);

  CircuitBreaker(int failuresToOpen, long pauseNanos, Ticker ticker) {
    this.failuresToOpen = failuresToOpen;
    this.pauseNanos = pauseNanos;
    this.ticker = ticker;
  }

  /** Whether an operation may be tried now; taking part in it, the caller reports how it went. */
  boolean tryPass() {
    long probeAt = probeAtNanos.get();
    if (probeAt == CLOSED) {
      return true;
    }
    long now = ticker.nanos();
    // Whoever moves the next probe on is the one that probes.
    return now - probeAt >= 0 && probeAtNanos.compareAndSet(probeAt, open(now));
  }

  void succeeded() {
    // Read before write: on the way of every hit a shared line must not be written needlessly.
    if (failuresInRow.get() != 0) {
      failuresInRow.set(0);
    }
    if (probeAtNanos.get() != CLOSED) {
      probeAtNanos.set(CLOSED);
    }
  }

  void failed() {
    if (failuresInRow.incrementAndGet() >= failuresToOpen) {
      probeAtNanos.set(open(ticker.nanos()));
    }
  }

  boolean isOpen() {
    return probeAtNanos.get() != CLOSED;
  }

  private long open(long nowNanos) {
    long probeAt = nowNanos + pauseNanos;
    return probeAt == CLOSED ? 1 : probeAt;
  }
}

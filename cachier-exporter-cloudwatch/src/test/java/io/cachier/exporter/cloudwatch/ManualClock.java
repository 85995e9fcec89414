package io.cachier.exporter.cloudwatch;

import io.cachier.spi.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Both clocks, which stand until they are told to go; the wall begins at the real time, in
 * milliseconds.
 */
final class ManualClock {
  private final Instant begin = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final AtomicLong nanos = new AtomicLong();

  Clocks clocks() {
    InstantSource wall = () -> begin.plusNanos(nanos.get());
    Ticker ticker = () -> nanos.get() + 1_000_000_000L;
    return new Clocks(wall, ticker);
  }

  void advance(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }
}

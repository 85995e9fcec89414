package io.cachier.core;

import io.cachier.spi.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Says a repeated warning at most once a minute, with the number of those left unsaid. */
final class RateLimitedLog {
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final System.Logger logger;
  private final Ticker ticker;
  private final AtomicLong nextNanos;
  private final AtomicLong unsaid = new AtomicLong();

  RateLimitedLog(System.Logger logger, Ticker ticker) {
    this.logger = logger;
    this.ticker = ticker;
    this.nextNanos = new AtomicLong(ticker.nanos());
  }

  void warn(Supplier<String> message) {
    long now = ticker.nanos();
    long next = nextNanos.get();
    if (now - next < 0 || !nextNanos.compareAndSet(next, now + PAUSE_NANOS)) {
      unsaid.incrementAndGet();
      return;
    }
    long before = unsaid.getAndSet(0);
    logger.log(
        System.Logger.Level.WARNING,
        () -> message.get() + (before == 0 ? "" : " (" + before + " more like it since)"));
  }
}

package io.cachier.exporter.statsd;

import io.cachier.spi.Ticker;
import java.time.Duration;
import java.util.function.Supplier;

/** Says a repeated warning at most once a minute, with the number of those left unsaid. */
final class RateLimitedLog {
  private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

  private final System.Logger logger;
  private final Ticker ticker;
  private long nextNanos;
  private long unsaid;

  RateLimitedLog(System.Logger logger, Ticker ticker) {
    this.logger = logger;
    this.ticker = ticker;
    this.nextNanos = ticker.nanos();
  }

  synchronized void warn(Supplier<String> message) {
    long now = ticker.nanos();
    if (now - nextNanos < 0) {
      unsaid++;
      return;
    }
    String before = unsaid == 0 ? "" : " (" + unsaid + " more like it since)";
    nextNanos = now + PAUSE_NANOS;
    unsaid = 0;
    logger.log(System.Logger.Level.WARNING, () -> message.get() + before);
  }
}

package io.cachier.core.metrics;

import io.cachier.metrics.CacheMetrics;
import io.cachier.metrics.MetricsContext;
import io.cachier.spi.Ticker;
import java.time.Duration;

/** Times a block, by the recorder's own clock. */
final class LatencyTiming implements MetricsContext {
  private final CacheMetrics metrics;
  private final Ticker ticker;
  private final long startNanos;
  private boolean closed;

  LatencyTiming(CacheMetrics metrics, Ticker ticker) {
    this.metrics = metrics;
    this.ticker = ticker;
    this.startNanos = ticker.nanos();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      metrics.recordLatency(Duration.ofNanos(ticker.nanos() - startNanos));
    }
  }
}

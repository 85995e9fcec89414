package io.cachier.metrics;

import java.time.Duration;
import java.util.Map;

/** Figures of some windows, whatever is recorded. */
record WindowFigures(Map<Duration, MetricSnapshot> windows) implements CacheMetrics {
  @Override
  public boolean isEnabled() {
    return true;
  }

  @Override
  public MetricSnapshot snapshot() {
    return MetricSnapshot.empty();
  }

  @Override
  public MetricSnapshot snapshot(Duration window) {
    return windows.get(window);
  }

  @Override
  public MetricSnapshot cumulative() {
    return MetricSnapshot.empty();
  }

  @Override
  public void reset() {}

  @Override
  public void record(Outcome outcome, Duration duration) {}

  @Override
  public void recordHit() {}

  @Override
  public void recordMiss() {}

  @Override
  public void recordStaleHit() {}

  @Override
  public void recordRecalculation() {}

  @Override
  public void recordWaitTimeout() {}

  @Override
  public void recordSizeLimitRejection() {}

  @Override
  public void recordLatency(Duration duration) {}

  @Override
  public MetricsContext time() {
    return () -> {};
  }
}

package io.cachier.tck;

import io.cachier.metrics.CacheMetrics;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.MetricsContext;
import io.cachier.metrics.Outcome;
import java.time.Duration;

/** Figures that stay as they are, whatever is recorded. */
record FixedMetrics(boolean isEnabled, MetricSnapshot snapshot) implements CacheMetrics {
  @Override
  public MetricSnapshot snapshot(Duration window) {
    return snapshot;
  }

  @Override
  public MetricSnapshot cumulative() {
    return snapshot;
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

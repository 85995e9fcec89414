package io.cachier.core.metrics;

import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.MetricsContext;
import io.cachier.metrics.Outcome;
import java.time.Duration;

/** Records nothing. */
final class OffRecorder extends MetricsRecorder {
  static final OffRecorder INSTANCE = new OffRecorder();

  private static final MetricsContext NO_TIMING = () -> {};

  private OffRecorder() {}

  @Override
  public boolean isEnabled() {
    return false;
  }

  @Override
  public boolean sample() {
    return false;
  }

  @Override
  public void hit(long startNanos, long endNanos, long savedNanos, long writtenNanos) {}

  @Override
  public void served(
      Outcome outcome, long startNanos, long endNanos, long savedNanos, long writtenNanos) {}

  @Override
  public void call(Outcome outcome, long startNanos, long endNanos) {}

  @Override
  void time(int number, long startNanos, long endNanos) {}

  @Override
  public long clock() {
    return 0;
  }

  @Override
  public void runBegan() {}

  @Override
  public void runEnded() {}

  @Override
  public void waitBegan() {}

  @Override
  public void waitEnded() {}

  @Override
  public void count(CacheCounter counter, long amount) {}

  @Override
  public void countAlso(CacheCounter counter, long amount) {}

  @Override
  public MetricSnapshot snapshot() {
    return MetricSnapshot.empty();
  }

  @Override
  public MetricSnapshot snapshot(Duration window) {
    return MetricSnapshot.empty();
  }

  @Override
  public double hitRatio(Duration window) {
    return Double.NaN;
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
    return NO_TIMING;
  }
}

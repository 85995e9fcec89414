package io.cachier.judges;

import io.cachier.ManagedCache;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.spi.MetricsExporter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** An exporter that never gets anything out. */
final class FailingExporter implements MetricsExporter {
  private final AtomicLong dropped = new AtomicLong();

  @Override
  public String name() {
    return "failing";
  }

  @Override
  public Optional<Duration> interval() {
    return Optional.of(Duration.ofMillis(200));
  }

  @Override
  public void registerFunction(ManagedCache function) {}

  @Override
  public void exportMetrics(String function, MetricSnapshot metrics) {
    dropped.incrementAndGet();
    throw new IllegalStateException("nobody takes it");
  }

  @Override
  public long dropped() {
    return dropped.get();
  }

  @Override
  public void start() {}

  @Override
  public void stop() {}
}

package io.cachier.exporter.statsd;

import io.cachier.CacheEntryView;
import io.cachier.CachePolicy;
import io.cachier.ManagedCache;
import io.cachier.MetricsPolicy;
import io.cachier.WaitPolicy;
import io.cachier.metrics.CacheMetrics;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.MetricsContext;
import io.cachier.metrics.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A function with a name and a policy, and nothing behind them: its windows are empty. */
record TestFunction(String name, CachePolicy policy, CacheMetrics metrics) implements ManagedCache {
  static TestFunction named(String name) {
    return of(name, MetricsPolicy.on().withWindows(Duration.ofMinutes(1)));
  }

  static TestFunction of(String name, MetricsPolicy metrics) {
    CachePolicy policy =
        new CachePolicy(
            Optional.empty(),
            Optional.empty(),
            Duration.ofMinutes(1),
            WaitPolicy.COMPUTE,
            false,
            OptionalLong.empty(),
            "",
            metrics);
    return new TestFunction(name, policy, new NoFigures(metrics.enabled()));
  }

  @Override
  public String backend() {
    return "test";
  }

  @Override
  public Optional<String> location() {
    return Optional.empty();
  }

  @Override
  public void clear() {}

  @Override
  public void clearClaims() {}

  @Override
  public Stream<CacheEntryView> entries() {
    return Stream.empty();
  }

  @Override
  public long invalidateIf(Predicate<? super CacheEntryView> condition) {
    return 0;
  }

  @Override
  public long cleanup() {
    return 0;
  }

  @Override
  public void close() {}

  private record NoFigures(boolean isEnabled) implements CacheMetrics {
    @Override
    public MetricSnapshot snapshot() {
      return MetricSnapshot.empty();
    }

    @Override
    public MetricSnapshot snapshot(Duration window) {
      return MetricSnapshot.empty();
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
}

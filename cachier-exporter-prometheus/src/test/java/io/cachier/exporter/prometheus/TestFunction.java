package io.cachier.exporter.prometheus;

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
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A function that has a name and figures, and nothing behind them. */
record TestFunction(String name, String backend, CachePolicy policy, CacheMetrics metrics)
    implements ManagedCache {
  static TestFunction of(String name, MetricSnapshot figures) {
    return on("memory", name, () -> figures);
  }

  static TestFunction on(String backend, String name, Supplier<MetricSnapshot> figures) {
    MetricsPolicy metrics = MetricsPolicy.on().withWindows(Duration.ofMinutes(1));
    return new TestFunction(name, backend, policy(metrics), new Figures(true, figures));
  }

  static TestFunction unmetered(String name) {
    return new TestFunction(
        name, "memory", policy(MetricsPolicy.off()), new Figures(false, MetricSnapshot::empty));
  }

  private static CachePolicy policy(MetricsPolicy metrics) {
    return new CachePolicy(
        Optional.empty(),
        Optional.empty(),
        Duration.ofMinutes(1),
        WaitPolicy.COMPUTE,
        false,
        OptionalLong.empty(),
        "",
        metrics);
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

  private record Figures(boolean isEnabled, Supplier<MetricSnapshot> now) implements CacheMetrics {
    @Override
    public MetricSnapshot snapshot() {
      return now.get();
    }

    @Override
    public MetricSnapshot snapshot(Duration window) {
      return now.get();
    }

    @Override
    public MetricSnapshot cumulative() {
      return now.get();
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

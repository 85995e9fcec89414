package io.cachier.tck;

import io.cachier.CacheEntryView;
import io.cachier.CachePolicy;
import io.cachier.ManagedCache;
import io.cachier.MetricsPolicy;
import io.cachier.WaitPolicy;
import io.cachier.metrics.CacheMetrics;
import io.cachier.metrics.MetricSnapshot;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A function with a name and figures, and nothing behind them. */
record ExportedFunction(String name, CachePolicy policy, CacheMetrics metrics)
    implements ManagedCache {
  static ExportedFunction metered(String name) {
    return metered(name, Figures.some());
  }

  static ExportedFunction metered(String name, MetricSnapshot figures) {
    return of(name, MetricsPolicy.on(), new FixedMetrics(true, figures));
  }

  static ExportedFunction unmetered(String name) {
    return of(name, MetricsPolicy.off(), new FixedMetrics(false, MetricSnapshot.empty()));
  }

  private static ExportedFunction of(String name, MetricsPolicy metrics, CacheMetrics figures) {
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
    return new ExportedFunction(name, policy, figures);
  }

  @Override
  public String backend() {
    return "reference";
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
}

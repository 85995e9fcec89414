package io.cachier.metrics;

import io.cachier.CacheEntryView;
import io.cachier.CachePolicy;
import io.cachier.ManagedCache;
import io.cachier.MetricsPolicy;
import io.cachier.WaitPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A function of which its windows' figures are known, and nothing else is asked. */
record FixedFunction(Map<Duration, MetricSnapshot> windows) implements ManagedCache {
  @Override
  public String name() {
    return "f";
  }

  @Override
  public CachePolicy policy() {
    return new CachePolicy(
        Optional.empty(),
        Optional.empty(),
        Duration.ofMinutes(1),
        WaitPolicy.COMPUTE,
        false,
        OptionalLong.empty(),
        "",
        MetricsPolicy.on().withWindows(windows.keySet().toArray(new Duration[0])));
  }

  @Override
  public String backend() {
    return "memory";
  }

  @Override
  public Optional<String> location() {
    return Optional.empty();
  }

  @Override
  public CacheMetrics metrics() {
    return new WindowFigures(windows);
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

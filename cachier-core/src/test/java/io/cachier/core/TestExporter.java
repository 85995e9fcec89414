package io.cachier.core;

import io.cachier.ManagedCache;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.ProcessSnapshot;
import io.cachier.spi.MetricsExporter;
import io.cachier.spi.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** An exporter on the test class path, found by ServiceLoader; writes down what happens to it. */
public final class TestExporter implements MetricsExporter {
  static final List<TestExporter> MADE = new CopyOnWriteArrayList<>();

  final List<String> events = new CopyOnWriteArrayList<>();
  final List<ProcessSnapshot> processes = new CopyOnWriteArrayList<>();
  final Map<String, Long> calls = new ConcurrentHashMap<>();
  private volatile Duration interval = Duration.ofMillis(20);

  /** Made by ServiceLoader. */
  public TestExporter() {
    MADE.add(this);
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public Set<String> settings() {
    return Set.of("test.interval");
  }

  @Override
  public void configure(Settings settings) {
    settings
        .duration("test.interval", Duration.ofMillis(1), Duration.ofDays(1))
        .ifPresent(d -> interval = d);
    events.add("configure");
  }

  @Override
  public void attach(Supplier<ProcessSnapshot> process) {
    events.add("attach " + process.get().exporters().keySet());
  }

  @Override
  public void exportProcess(ProcessSnapshot process) {
    processes.add(process);
  }

  @Override
  public Optional<Duration> interval() {
    return Optional.of(interval);
  }

  @Override
  public void registerFunction(ManagedCache function) {
    events.add("register " + function.name());
  }

  @Override
  public void unregisterFunction(ManagedCache function) {
    events.add("unregister " + function.name());
  }

  @Override
  public void exportMetrics(String function, MetricSnapshot metrics) {
    calls.merge(function, metrics.totalCalls(), Long::sum);
  }

  @Override
  public void start() {
    events.add("start");
  }

  @Override
  public void stop() {
    events.add("stop");
  }
}

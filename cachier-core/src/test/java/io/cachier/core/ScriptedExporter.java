package io.cachier.core;

import io.cachier.ManagedCache;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.ProcessSnapshot;
import io.cachier.spi.MetricsExporter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** An exporter built by hand, that writes down what happens to it and does what a test says. */
final class ScriptedExporter implements MetricsExporter {
  final List<String> events = new CopyOnWriteArrayList<>();
  final Map<String, Long> calls = new ConcurrentHashMap<>();
  final List<ProcessSnapshot> processes = new CopyOnWriteArrayList<>();
  final AtomicLong errors = new AtomicLong();
  final AtomicLong dropped = new AtomicLong();

  /** Hears of each event before it is done, and may throw or hang. */
  volatile Consumer<String> script = event -> {};

  volatile Supplier<ProcessSnapshot> process = () -> ProcessSnapshot.EMPTY;
  private final String name;
  private final Optional<Duration> interval;

  private ScriptedExporter(String name, Optional<Duration> interval) {
    this.name = name;
    this.interval = interval;
  }

  static ScriptedExporter pushing(String name) {
    return pushing(name, Duration.ofMillis(5));
  }

  static ScriptedExporter pushing(String name, Duration interval) {
    return new ScriptedExporter(name, Optional.of(interval));
  }

  static ScriptedExporter pulled(String name) {
    return new ScriptedExporter(name, Optional.empty());
  }

  private void happens(String event) {
    script.accept(event);
    events.add(event);
  }

  /** Hangs until the latch opens, whatever interrupts it. */
  static void hang(CountDownLatch until) {
    boolean open = false;
    while (!open) {
      try {
        until.await();
        open = true;
      } catch (InterruptedException e) {
        // A hanging exporter does not listen.
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void attach(Supplier<ProcessSnapshot> figures) {
    process = figures;
    happens("attach");
  }

  @Override
  public Optional<Duration> interval() {
    return interval;
  }

  @Override
  public void registerFunction(ManagedCache function) {
    happens("register " + function.name());
  }

  @Override
  public void unregisterFunction(ManagedCache function) {
    happens("unregister " + function.name());
  }

  @Override
  public void exportMetrics(String function, MetricSnapshot metrics) {
    script.accept("export " + function);
    calls.merge(function, metrics.totalCalls(), Long::sum);
  }

  @Override
  public void exportProcess(ProcessSnapshot difference) {
    script.accept("process");
    processes.add(difference);
  }

  @Override
  public long errors() {
    script.accept("errors");
    return errors.get();
  }

  @Override
  public long dropped() {
    return dropped.get();
  }

  @Override
  public void start() {
    happens("start");
  }

  @Override
  public void stop() {
    happens("stop");
  }
}

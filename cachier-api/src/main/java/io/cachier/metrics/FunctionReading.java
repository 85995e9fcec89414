package io.cachier.metrics;

import io.cachier.ManagedCache;
import io.cachier.metrics.MetricSeries.Distribution;
import io.cachier.metrics.MetricSeries.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** Reads the series of one function; used once. */
final class FunctionReading {
  /** The constants as labels: few, and read a thousand times a scrape. */
  private static final Map<Enum<?>, String> TEXTS = new ConcurrentHashMap<>();

  private final ManagedCache function;
  private final MetricSnapshot figures;
  private final List<MetricSeries> series = new ArrayList<>();

  FunctionReading(ManagedCache function, MetricSnapshot figures) {
    this.function = function;
    this.figures = figures;
  }

  List<MetricSeries> series() {
    readCalls();
    readRuns();
    add(
        MetricCatalogue.STALE_FOUND,
        scaled(CacheCounter.STALE_FOUND) + figures.counter(CacheCounter.RECORDED_STALE_HITS));
    count(MetricCatalogue.WAIT_TIMEOUTS, figures.waitTimeouts());
    readRejections();
    readFaults();
    gauge(MetricCatalogue.ENTRIES, figures.entryCount());
    gauge(MetricCatalogue.SIZE, figures.totalSizeBytes());
    readWindows();
    readWaits();
    readBackend();
    readServed();
    add(MetricCatalogue.SAMPLING, figures.samplingRate());
    return List.copyOf(series);
  }

  private void readCalls() {
    // What was recorded by hand has no duration, or one of no outcome; it counts all the same.
    for (Outcome outcome : Outcome.values()) {
      long byHand =
          switch (outcome) {
            case HIT -> figures.counter(CacheCounter.RECORDED_HITS);
            case MISS -> figures.counter(CacheCounter.RECORDED_MISSES);
            case BYPASS -> figures.counter(CacheCounter.RECORDED_BYPASSES);
            case STALE, COALESCED, ERROR -> 0;
          };
      HistogramSnapshot timed = figures.latency(outcome);
      add(MetricCatalogue.CALLS, timed.rawCount() * timed.scale() + byHand, text(outcome));
    }
    for (Outcome outcome : Outcome.values()) {
      time(MetricCatalogue.CALL_DURATION, new Timing.Call(outcome), text(outcome));
    }
    time(MetricCatalogue.CALL_DURATION, new Timing.Other(), "other");
  }

  private void readRuns() {
    for (ComputeTrigger trigger : ComputeTrigger.values()) {
      for (ComputeResult result : ComputeResult.values()) {
        Timing timing = new Timing.Computation(trigger, result);
        time(MetricCatalogue.COMPUTE_DURATION, timing, text(result), text(trigger));
      }
    }
  }

  private void readRejections() {
    count(MetricCatalogue.REJECTIONS, CacheCounter.REJECTED_SIZE, "size_limit");
    count(MetricCatalogue.REJECTIONS, CacheCounter.REJECTED_NULL, "null");
    count(MetricCatalogue.REJECTIONS, CacheCounter.REJECTED_SERIALIZATION, "serialization");
  }

  private void readFaults() {
    count(MetricCatalogue.FAULTS, CacheCounter.UNREADABLE, "unreadable_entry");
    count(MetricCatalogue.FAULTS, CacheCounter.UNKEYABLE, "unkeyable_argument");
    count(MetricCatalogue.FAULTS, CacheCounter.FENCED_WRITES, "fenced_write");
    count(MetricCatalogue.FAULTS, CacheCounter.REFRESH_FAILURES, "refresh_failure");
    count(MetricCatalogue.FAULTS, CacheCounter.SUPPRESSED_FAILURES, "suppressed_failure");
  }

  private void readWindows() {
    for (Duration window : function.policy().metrics().windows()) {
      double ratio = function.metrics().hitRatio(window);
      add(MetricCatalogue.WINDOW_HIT_RATIO, ratio, WindowText.of(window));
    }
  }

  private void readWaits() {
    for (WaitResult result : WaitResult.values()) {
      time(MetricCatalogue.WAIT_DURATION, new Timing.Wait(result), text(result));
    }
    count(MetricCatalogue.COMPUTATIONS_IN_FLIGHT, figures.computationsInFlight());
    count(MetricCatalogue.WAITERS, figures.waiters());
  }

  private void readBackend() {
    for (BackendOperation operation : BackendOperation.values()) {
      for (OperationError error : OperationError.values()) {
        Timing timing = new Timing.Operation(operation, error);
        time(MetricCatalogue.BACKEND_OPERATION_DURATION, timing, text(operation), text(error));
      }
    }
    count(MetricCatalogue.BACKEND_IO, CacheCounter.BYTES_READ, "read");
    count(MetricCatalogue.BACKEND_IO, CacheCounter.BYTES_WRITTEN, "write");
    count(MetricCatalogue.REMOVALS, CacheCounter.REMOVED_EXPIRED, "expired");
    count(MetricCatalogue.REMOVALS, CacheCounter.REMOVED_SIZE, "size");
    count(MetricCatalogue.REMOVALS, CacheCounter.REMOVED_EXPLICIT, "explicit");
    count(MetricCatalogue.REMOVALS, CacheCounter.REMOVED_CLEARED, "cleared");
  }

  private void readServed() {
    for (Outcome outcome : Outcome.values()) {
      time(MetricCatalogue.SERVED_AGE, new Timing.ServedAge(outcome), text(outcome));
    }
    add(MetricCatalogue.TIME_SAVED, scaled(CacheCounter.TIME_SAVED_NANOS) / 1e9);
  }

  /** Not rounded: rounded differences of a sampled counter would add up to another total. */
  private double scaled(CacheCounter counter) {
    return figures.counters().getOrDefault(counter, 0L) / figures.samplingRate();
  }

  private void count(MetricFamily family, CacheCounter counter, String label) {
    count(family, figures.counter(counter), label);
  }

  private void count(MetricFamily family, long value, String... labels) {
    add(family, (double) value, labels);
  }

  private void gauge(MetricFamily family, OptionalLong value) {
    if (value.isPresent()) {
      count(family, value.getAsLong());
    }
  }

  private void add(MetricFamily family, double value, String... labels) {
    series.add(new Value(family, List.of(labels), value));
  }

  private void time(MetricFamily family, Timing timing, String... labels) {
    HistogramSnapshot histogram = figures.timing(timing);
    if (histogram.rawCount() > 0) {
      series.add(new Distribution(family, List.of(labels), histogram));
    }
  }

  private static String text(Enum<?> constant) {
    return TEXTS.computeIfAbsent(constant, c -> c.name().toLowerCase(Locale.ROOT));
  }
}

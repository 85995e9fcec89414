package io.cachier.metrics;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The figures of one function, at one moment, over one stretch of time. Immutable.
 *
 * <p>Counts of calls are scaled up by the sampling rate and rounded; {@link #rawCalls(Outcome)}
 * gives what was really recorded. {@code hits() + misses() == totalCalls()} always holds; calls
 * that bypassed the cache are counted by {@link #bypassed()} alone.
 *
 * @param covered the time that the figures really cover
 * @param samplingRate the share of calls that was recorded, above 0 and up to 1
 * @param timings everything that was timed; kinds without a duration are left out
 * @param counters everything else that was counted, before scaling; every counter is present
 * @param entryCount the entries now, as far as the backend can tell
 * @param totalSizeBytes their size now, as far as the backend can tell
 * @param computationsInFlight how often the function runs now, in this process
 * @param waiters how many callers of this process now wait for another's computation
 */
public record MetricSnapshot(
    Duration covered,
    double samplingRate,
    Map<Timing, HistogramSnapshot> timings,
    Map<CacheCounter, Long> counters,
    OptionalLong entryCount,
    OptionalLong totalSizeBytes,
    long computationsInFlight,
    long waiters) {

  /**
   * Copies, leaves out empty histograms, and fills in zero counters for those left out.
   *
   * @param covered as the component
   * @param samplingRate as the component
   * @param timings as the component
   * @param counters as the component
   * @param entryCount as the component
   * @param totalSizeBytes as the component
   * @param computationsInFlight as the component
   * @param waiters as the component
   */
  public MetricSnapshot {
    Map<Timing, HistogramSnapshot> used = new HashMap<>();
    timings.forEach(
        (timing, histogram) -> {
          if (histogram.rawCount() > 0) {
            used.put(timing, histogram);
          }
        });
    timings = Collections.unmodifiableMap(used);
    Map<CacheCounter, Long> allCounters = new EnumMap<>(CacheCounter.class);
    for (CacheCounter counter : CacheCounter.values()) {
      allCounters.put(counter, counters.getOrDefault(counter, 0L));
    }
    counters = Collections.unmodifiableMap(allCounters);
  }

  /**
   * A snapshot without any figure.
   *
   * @return what a function without metrics reports
   */
  public static MetricSnapshot empty() {
    return new MetricSnapshot(
        Duration.ZERO, 1.0, Map.of(), Map.of(), OptionalLong.empty(), OptionalLong.empty(), 0, 0);
  }

  /**
   * Calls that were served a fresh stored value.
   *
   * @return an estimate when sampled
   */
  public long hits() {
    return calls(Outcome.HIT) + counter(CacheCounter.RECORDED_HITS);
  }

  /**
   * Calls that consulted the cache and were not served a fresh stored value: stale, computed,
   * coalesced, or failed.
   *
   * @return an estimate when sampled
   */
  public long misses() {
    return calls(Outcome.STALE)
        + calls(Outcome.MISS)
        + calls(Outcome.COALESCED)
        + calls(Outcome.ERROR)
        + counter(CacheCounter.RECORDED_MISSES);
  }

  /**
   * Calls that consulted the cache.
   *
   * @return {@code hits() + misses()}
   */
  public long totalCalls() {
    return hits() + misses();
  }

  /**
   * The share of hits in all calls that consulted the cache, in percent as in the origin.
   *
   * @return 0 to 100; 0 if there were no calls
   */
  public double hitRate() {
    long total = totalCalls();
    return total == 0 ? 0.0 : 100.0 * hits() / total;
  }

  /**
   * The mean duration of the calls that consulted the cache, in milliseconds.
   *
   * @return 0 if there were none
   */
  public double avgLatencyMs() {
    double nanos = 0;
    double count = 0;
    for (HistogramSnapshot histogram : consulted()) {
      nanos += histogram.rawSumNanos() * histogram.scale();
      count += histogram.rawCount() * histogram.scale();
    }
    return count == 0 ? 0.0 : nanos / count / 1e6;
  }

  /**
   * Calls that found a stale entry, served or not.
   *
   * @return an estimate when sampled
   */
  public long staleHits() {
    return counter(CacheCounter.STALE_FOUND) + counter(CacheCounter.RECORDED_STALE_HITS);
  }

  /**
   * Runs of the function, in calls and in the background, failed ones included.
   *
   * @return an estimate when sampled
   */
  public long recalculations() {
    long runs = counter(CacheCounter.RECORDED_RECALCULATIONS);
    for (Map.Entry<Timing, HistogramSnapshot> timed : timings.entrySet()) {
      runs += timed.getKey() instanceof Timing.Computation ? timed.getValue().count() : 0;
    }
    return runs;
  }

  /**
   * Waits for another caller that ran out.
   *
   * @return an exact count
   */
  public long waitTimeouts() {
    return counter(CacheCounter.WAIT_TIMEOUTS);
  }

  /**
   * Values not stored because they exceed the size limit.
   *
   * @return an exact count
   */
  public long sizeLimitRejections() {
    return counter(CacheCounter.REJECTED_SIZE);
  }

  /**
   * Calls that were served the result of another caller's computation.
   *
   * @return an estimate when sampled
   */
  public long coalesced() {
    return calls(Outcome.COALESCED);
  }

  /**
   * Calls that did not consult the cache.
   *
   * @return an estimate when sampled
   */
  public long bypassed() {
    return calls(Outcome.BYPASS) + counter(CacheCounter.RECORDED_BYPASSES);
  }

  /**
   * Calls that consulted the cache and ended in an exception.
   *
   * @return an exact count
   */
  public long errors() {
    return calls(Outcome.ERROR);
  }

  /**
   * Backend operations that failed; the calls went on without them.
   *
   * @return an exact count
   */
  public long backendErrors() {
    return counter(CacheCounter.BACKEND_ERRORS);
  }

  /**
   * Computing time that hits and stale serves spared: the sum of what the served values once took
   * to compute. The time that the calls themselves took is not deducted.
   *
   * @return an estimate when sampled
   */
  public Duration timeSaved() {
    return Duration.ofNanos(counter(CacheCounter.TIME_SAVED_NANOS));
  }

  /**
   * Calls of one outcome that were timed.
   *
   * @param outcome the outcome
   * @return an estimate when sampled
   */
  public long calls(Outcome outcome) {
    return latency(outcome).count();
  }

  /**
   * Calls of one outcome that were really recorded, before scaling.
   *
   * @param outcome the outcome
   * @return an exact count of the sample
   */
  public long rawCalls(Outcome outcome) {
    return latency(outcome).rawCount();
  }

  /**
   * How long calls of one outcome took.
   *
   * @param outcome the outcome
   * @return their durations
   */
  public HistogramSnapshot latency(Outcome outcome) {
    return timing(new Timing.Call(outcome));
  }

  /**
   * The durations of one kind.
   *
   * @param timing what was timed
   * @return their histogram, empty if there were none
   */
  public HistogramSnapshot timing(Timing timing) {
    HistogramSnapshot histogram = timings.get(timing);
    return histogram == null ? HistogramSnapshot.empty() : histogram;
  }

  /**
   * A counter's value.
   *
   * @param counter the counter
   * @return scaled up where the counter is sampled
   */
  public long counter(CacheCounter counter) {
    long raw = counters.getOrDefault(counter, 0L);
    return counter.isSampled() && samplingRate < 1.0 ? Math.round(raw / samplingRate) : raw;
  }

  /**
   * The duration that a share of the calls which consulted the cache did not exceed, within 4.4 %.
   *
   * @param q from 0 to 1, for example 0.99
   * @return seconds; NaN if there were no such calls
   * @throws IllegalArgumentException if q is outside 0..1
   */
  public double quantileSeconds(double q) {
    return LatencyMix.quantileSeconds(consulted(), q);
  }

  /**
   * What was recorded since an earlier cumulative snapshot of the same function.
   *
   * @param earlier an earlier snapshot
   * @return the difference; what is told of now is as in this snapshot
   */
  public MetricSnapshot minus(MetricSnapshot earlier) {
    Map<Timing, HistogramSnapshot> timingDifference = new HashMap<>();
    timings.forEach((k, v) -> timingDifference.put(k, v.minus(earlier.timing(k))));
    Map<CacheCounter, Long> counterDifference = new EnumMap<>(CacheCounter.class);
    counters.forEach(
        (k, v) -> counterDifference.put(k, Math.max(0, v - earlier.counters.getOrDefault(k, 0L))));
    return new MetricSnapshot(
        covered.minus(earlier.covered),
        samplingRate,
        timingDifference,
        counterDifference,
        entryCount,
        totalSizeBytes,
        computationsInFlight,
        waiters);
  }

  private List<HistogramSnapshot> consulted() {
    return List.of(
        latency(Outcome.HIT),
        latency(Outcome.STALE),
        latency(Outcome.MISS),
        latency(Outcome.COALESCED),
        latency(Outcome.ERROR),
        timing(new Timing.Other()));
  }

  /** A table for a terminal: the origin's eleven figures, and the quantiles. */
  @Override
  public String toString() {
    return SnapshotTable.render(this);
  }
}

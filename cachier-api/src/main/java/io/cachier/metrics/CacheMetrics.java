package io.cachier.metrics;

import java.time.Duration;

/**
 * Collects the figures of one function. The engine records every call; the {@code record} methods
 * are open to an application's own code too. Thread-safe; recording never blocks.
 *
 * <p>With metrics off every method returns at once, and snapshots are empty.
 */
public interface CacheMetrics {
  /**
   * Whether anything is recorded.
   *
   * @return false if the function's policy has metrics off
   */
  boolean isEnabled();

  /**
   * The figures since the function was built or {@link #reset()} was last called.
   *
   * @return an immutable snapshot; entry count and size are those of now
   */
  MetricSnapshot snapshot();

  /**
   * The figures of a window that ends now. {@link MetricSnapshot#covered()} tells the time that is
   * really covered: at least the window, and longer by at most a twelfth of the next larger
   * configured window (a 24th for windows of a day or more), but never longer than the time since
   * the function was built or reset.
   *
   * <p>A window holds calls, computations, waits and every counter, but neither {@linkplain
   * Timing.ServedAge ages} nor {@linkplain Timing.Operation operations of the backend}: kept for
   * each stretch of time, they would take more memory than all the rest.
   *
   * @param window positive, at most the longest window of the policy
   * @return an immutable snapshot
   * @throws IllegalArgumentException if the window is not positive or too long
   */
  MetricSnapshot snapshot(Duration window);

  /**
   * The share of hits in the calls that consulted the cache, over a window that ends now: what
   * {@link #snapshot(Duration)} would tell, for much less.
   *
   * @param window positive, at most the longest window of the policy
   * @return 0 to 1; NaN if there were no calls
   * @throws IllegalArgumentException if the window is not positive or too long
   */
  default double hitRatio(Duration window) {
    MetricSnapshot recent = snapshot(window);
    long calls = recent.totalCalls();
    return calls == 0 ? Double.NaN : (double) recent.hits() / calls;
  }

  /**
   * The figures since the function was built, untouched by {@link #reset()}: what exporters read.
   * Never waits: entry count and size are the last that a remote backend told, absent if that is
   * more than two minutes ago.
   *
   * @return an immutable snapshot
   */
  MetricSnapshot cumulative();

  /** Begins anew: later snapshots hold only what is recorded from now on. */
  void reset();

  /**
   * Records a call in full, apart from sampling.
   *
   * @param outcome how it ended
   * @param duration how long it took; a negative one counts as zero
   */
  void record(Outcome outcome, Duration duration);

  /** Records a hit of unknown duration. */
  void recordHit();

  /** Records a miss of unknown duration. */
  void recordMiss();

  /** Records that a stale entry was found. */
  void recordStaleHit();

  /** Records that the function ran, for an unknown time. */
  void recordRecalculation();

  /** Records a wait for another caller that ran out. */
  void recordWaitTimeout();

  /** Records a value that was too large to store. */
  void recordSizeLimitRejection();

  /**
   * Records a duration that belongs to no outcome; it enters the average and the quantiles.
   *
   * @param duration how long something took; a negative one counts as zero
   */
  void recordLatency(Duration duration);

  /**
   * Starts timing; closing the context calls {@link #recordLatency(Duration)}.
   *
   * <pre>{@code
   * try (MetricsContext timing = metrics.time()) {
   *   lookUpElsewhere();
   * }
   * }</pre>
   *
   * @return a context to be closed by the same caller
   */
  MetricsContext time();
}

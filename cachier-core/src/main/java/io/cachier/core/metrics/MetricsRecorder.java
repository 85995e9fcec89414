package io.cachier.core.metrics;

import io.cachier.MetricsPolicy;
import io.cachier.metrics.BackendOperation;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.CacheMetrics;
import io.cachier.metrics.ComputeResult;
import io.cachier.metrics.ComputeTrigger;
import io.cachier.metrics.OperationError;
import io.cachier.metrics.Outcome;
import io.cachier.metrics.WaitResult;
import io.cachier.spi.Ticker;

/**
 * What the engine records through. Two kinds: one that is off, and one that records.
 *
 * <p>The engine draws once a call, by {@link #sample()}, and passes on only the figures of calls
 * that were drawn, but for errors and the counters that are {@linkplain CacheCounter#isSampled()
 * not sampled}, which it always passes on.
 */
public abstract sealed class MetricsRecorder implements CacheMetrics
    permits OffRecorder, LiveRecorder {
  MetricsRecorder() {}

  /**
   * Makes the recorder of a function.
   *
   * @param policy what to record
   * @param ticker the clock of the times passed in
   * @param usage tells what is stored; asked by snapshots alone
   * @return a recorder that is off if the policy is
   */
  public static MetricsRecorder create(MetricsPolicy policy, Ticker ticker, UsageSource usage) {
    return policy.enabled() ? new LiveRecorder(policy, ticker, usage) : off();
  }

  /**
   * The recorder that records nothing.
   *
   * @return a shared instance
   */
  public static MetricsRecorder off() {
    return OffRecorder.INSTANCE;
  }

  /**
   * Draws whether a call is recorded: to be asked once for each call.
   *
   * @return false if metrics are off; true, without a draw, at sampling rate 1
   */
  public abstract boolean sample();

  /**
   * Records a hit on a local backend that was drawn, in the cheapest way there is. Allocates
   * nothing.
   *
   * @param startNanos the clock when the call began
   * @param endNanos the clock when it ended
   * @param savedNanos what the value once took to compute, 0 if unknown
   * @param writtenNanos the clock when the value was written
   */
  public abstract void hit(long startNanos, long endNanos, long savedNanos, long writtenNanos);

  /**
   * Records a call that was drawn and was served a value, but not in the short way of {@link #hit}:
   * it took so long that it needs no cells of its thread's own.
   *
   * @param outcome {@link Outcome#HIT}, {@link Outcome#STALE} or {@link Outcome#COALESCED}
   * @param startNanos the clock when the call began
   * @param endNanos the clock when it ended
   * @param savedNanos what serving it spared, 0 if nothing or unknown
   * @param writtenNanos the clock when the value was written
   */
  public abstract void served(
      Outcome outcome, long startNanos, long endNanos, long savedNanos, long writtenNanos);

  /**
   * Records a call that was drawn and of which no more is known, or one that ended in an error,
   * drawn or not.
   *
   * @param outcome how it ended
   * @param startNanos the clock when the call began
   * @param endNanos the clock when it ended
   */
  public abstract void call(Outcome outcome, long startNanos, long endNanos);

  /**
   * Records a run of the function: for a call that was drawn, or one that failed, drawn or not.
   *
   * @param trigger why it ran
   * @param result how it ended
   * @param startNanos the clock when it began
   * @param endNanos the clock when it ended
   */
  public final void computed(
      ComputeTrigger trigger, ComputeResult result, long startNanos, long endNanos) {
    time(Numbering.of(trigger, result), startNanos, endNanos);
  }

  /**
   * Records a wait for another caller: for a call that was drawn, or one that came to a failure,
   * drawn or not.
   *
   * @param result what it came to
   * @param startNanos the clock when it began
   * @param endNanos the clock when it ended
   */
  public final void waited(WaitResult result, long startNanos, long endNanos) {
    time(Numbering.of(result), startNanos, endNanos);
  }

  /**
   * Records an operation of a remote backend, whatever was drawn: it may belong to no call.
   *
   * @param operation what was asked
   * @param error what became of it
   * @param startNanos the {@link #clock()} when it was asked
   * @param endNanos the {@link #clock()} when that was known
   */
  public final void operation(
      BackendOperation operation, OperationError error, long startNanos, long endNanos) {
    time(Numbering.of(operation, error), startNanos, endNanos);
  }

  /**
   * The time, for {@link #operation}.
   *
   * @return the clock's; with metrics off any number, without a look at the clock
   */
  public abstract long clock();

  /** The function begins to run, whatever was drawn. Followed by {@link #runEnded()}. */
  public abstract void runBegan();

  /** The function ran. */
  public abstract void runEnded();

  /** A caller begins to wait, whatever was drawn. Followed by {@link #waitEnded()}. */
  public abstract void waitBegan();

  /** A caller waited. */
  public abstract void waitEnded();

  /** Records a duration of any kind but a call. */
  abstract void time(int number, long startNanos, long endNanos);

  /**
   * Counts an event: {@link CacheCounter#STALE_FOUND} for calls that were drawn, others always.
   *
   * @param counter what happened
   */
  public final void count(CacheCounter counter) {
    count(counter, 1);
  }

  /**
   * Counts several events, or an amount, as {@link #count(CacheCounter)}.
   *
   * @param counter what happened
   * @param amount how much, zero or more
   */
  public abstract void count(CacheCounter counter, long amount);

  /**
   * Counts as {@link #count(CacheCounter, long)}, without a look at the clock: to be called right
   * after something else was recorded.
   *
   * @param counter what happened
   * @param amount how much, zero or more
   */
  public abstract void countAlso(CacheCounter counter, long amount);
}

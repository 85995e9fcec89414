package io.cachier.core.metrics;

import io.cachier.metrics.BackendOperation;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.ComputeResult;
import io.cachier.metrics.ComputeTrigger;
import io.cachier.metrics.OperationError;
import io.cachier.metrics.Outcome;
import io.cachier.metrics.Timing;
import io.cachier.metrics.WaitResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers of histograms and counters in the arrays of one process: never stored, never sent.
 */
@SuppressWarnings(
    "EnumOrdinal") // Arrays are what a hot path can afford, and nothing outlives them.
final class Numbering {
  /** What has which number: the calls come first, by outcome. */
  static final List<Timing> TIMINGS = Timing.all();

  static final int HISTOGRAMS = TIMINGS.size();
  static final int COUNTERS = CacheCounter.values().length;

  private static final Map<Timing, Integer> NUMBERS = numbers();

  private static final int COMPUTE_RESULTS = ComputeResult.values().length;
  private static final int COMPUTATIONS =
      of(new Timing.Computation(ComputeTrigger.values()[0], ComputeResult.values()[0]));

  private static final int OPERATION_ERRORS = OperationError.values().length;
  private static final int OPERATIONS =
      of(new Timing.Operation(BackendOperation.values()[0], OperationError.values()[0]));
  private static final int WAITS = of(new Timing.Wait(WaitResult.values()[0]));

  /**
   * So many of the first kinds are kept for windows: calls, computations and waits. Ages and
   * operations would more than double what the marks of a busy function hold.
   */
  static final int IN_WINDOWS = of(new Timing.ServedAge(Outcome.HIT));

  static final int HIT = of(Outcome.HIT);
  static final int HIT_AGE = of(new Timing.ServedAge(Outcome.HIT));
  static final int STALE = of(Outcome.STALE);
  static final int STALE_AGE = of(new Timing.ServedAge(Outcome.STALE));
  static final int COALESCED = of(Outcome.COALESCED);
  static final int COALESCED_AGE = of(new Timing.ServedAge(Outcome.COALESCED));

  /** Durations recorded by hand, of no outcome. */
  static final int OTHER = of(new Timing.Other());

  private Numbering() {}

  static int of(Outcome outcome) {
    return outcome.ordinal();
  }

  static int of(CacheCounter counter) {
    return counter.ordinal();
  }

  static int of(ComputeTrigger trigger, ComputeResult result) {
    return COMPUTATIONS + trigger.ordinal() * COMPUTE_RESULTS + result.ordinal();
  }

  static int of(WaitResult result) {
    return WAITS + result.ordinal();
  }

  static int of(BackendOperation operation, OperationError error) {
    return OPERATIONS + operation.ordinal() * OPERATION_ERRORS + error.ordinal();
  }

  /** By a look-up; the other ways need none. */
  static int of(Timing timing) {
    Integer number = NUMBERS.get(timing);
    if (number == null) {
      throw new IllegalArgumentException("nothing is recorded for " + timing);
    }
    return number;
  }

  private static Map<Timing, Integer> numbers() {
    Map<Timing, Integer> numbers = new HashMap<>();
    for (Timing timing : TIMINGS) {
      numbers.put(timing, numbers.size());
    }
    return Map.copyOf(numbers);
  }
}

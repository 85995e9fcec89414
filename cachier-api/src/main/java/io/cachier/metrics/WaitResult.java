package io.cachier.metrics;

/** What a wait for another caller's computation came to. */
public enum WaitResult {
  /** The other's value was served. */
  SERVED,
  /** The other gave up, or its value was too old for this call: the call went on by itself. */
  ABANDONED,
  /** The other's computation threw, and so did this call. */
  FAILED,
  /** The wait ran out. */
  TIMEOUT,
  /** The waiting thread was interrupted. */
  INTERRUPTED
}

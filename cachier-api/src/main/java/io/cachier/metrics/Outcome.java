package io.cachier.metrics;

/** How a call ended. Every call has exactly one outcome. */
public enum Outcome {
  /** A fresh stored value was served. */
  HIT,
  /** A stale value was served, as the policy allows. */
  STALE,
  /** The function ran in this call. */
  MISS,
  /** Another caller's computation was waited for, and its result served. */
  COALESCED,
  /** The cache was not consulted: {@code skip()}, {@code overwrite()}, caching off, or no key. */
  BYPASS,
  /**
   * The call consulted the cache and ended in an exception: the function's own, or a failed wait.
   */
  ERROR
}

package io.cachier;

/**
 * What a call does when another caller's computation outlasts {@link CachePolicy#waitTimeout()}.
 */
public enum WaitPolicy {
  /** Compute in this caller; the default. The result is stored and ends the wait of all others. */
  COMPUTE,
  /**
   * Serve the stale value if one is stored that the function's ceiling and the call's {@code
   * maxAge} still allow, else compute.
   */
  STALE,
  /** Throw {@link WaitTimeoutException}. */
  FAIL
}

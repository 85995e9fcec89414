package io.cachier.core;

/**
 * What a call does next, as {@link Freshness} decides. Constants, so that a hit allocates nothing.
 */
enum Decision {
  /** Serve the entry: it is fresh. */
  HIT,
  /** Serve the entry although it is stale. */
  SERVE_STALE,
  /** Wait for the caller that is computing. */
  AWAIT_OTHER,
  /** Run the function. */
  COMPUTE,
  /** Give up with a {@link io.cachier.WaitTimeoutException}. */
  FAIL
}

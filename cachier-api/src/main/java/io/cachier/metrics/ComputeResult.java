package io.cachier.metrics;

/** How a run of the function ended. */
public enum ComputeResult {
  /** It returned. */
  SUCCESS,
  /** It threw. */
  ERROR
}

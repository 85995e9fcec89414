package io.cachier.metrics;

/** What became of an operation of a backend. */
public enum OperationError {
  /** It was answered. */
  NONE,
  /** No answer came in time. */
  TIMEOUT,
  /** The circuit breaker was open: the backend was not asked. */
  REFUSED,
  /** The backend reported a failure. */
  FAILED
}

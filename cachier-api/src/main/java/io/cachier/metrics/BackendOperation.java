package io.cachier.metrics;

/** What the engine asks of a remote backend. */
public enum BackendOperation {
  /** Reading an entry. */
  LOOKUP,
  /** Asking for the right to compute. */
  CLAIM,
  /** Keeping that right alive. */
  RENEW,
  /** Giving it back without a value. */
  RELEASE,
  /** Writing an entry. */
  STORE,
  /** Waiting until another process may have finished: as long as that takes. */
  AWAIT,
  /** Removing an entry. */
  REMOVE,
  /** Removing all entries of a function, or those that are too old to be served. */
  CLEAR,
  /** Ending all claims of a function. */
  CLEAR_CLAIMS,
  /** Counting the entries of a function, or listing them: then the time spent waiting for them. */
  USAGE
}

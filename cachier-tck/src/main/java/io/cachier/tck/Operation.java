package io.cachier.tck;

/** The operations of a remote backend, to aim faults at. */
public enum Operation {
  /** {@link io.cachier.spi.RemoteBackend#lookup}. */
  LOOKUP,
  /** {@link io.cachier.spi.RemoteBackend#claim}. */
  CLAIM,
  /** {@link io.cachier.spi.RemoteBackend#renew}. */
  RENEW,
  /** {@link io.cachier.spi.RemoteBackend#release}. */
  RELEASE,
  /** {@link io.cachier.spi.RemoteBackend#store}. */
  STORE,
  /** {@link io.cachier.spi.RemoteBackend#awaitSettled}. */
  AWAIT_SETTLED,
  /** {@link io.cachier.spi.RemoteBackend#remove}. */
  REMOVE,
  /** {@link io.cachier.spi.RemoteBackend#clear}. */
  CLEAR,
  /** {@link io.cachier.spi.RemoteBackend#clearClaims}. */
  CLEAR_CLAIMS,
  /** {@link io.cachier.spi.RemoteBackend#removeOlderThan}. */
  REMOVE_OLDER_THAN,
  /** {@link io.cachier.spi.RemoteBackend#entries}. */
  ENTRIES,
  /** {@link io.cachier.spi.RemoteBackend#usage}. */
  USAGE
}

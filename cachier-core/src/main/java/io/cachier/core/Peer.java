package io.cachier.core;

/** What is known of other callers of the same key. */
enum Peer {
  /** Nobody is computing, or it is not known. */
  NONE,
  /** Somebody is computing, and this call has time left to wait. */
  COMPUTING,
  /** Somebody is computing, and this call has waited as long as it may. */
  OVERDUE
}

package io.cachier.core;

import java.util.Locale;

/** The operations of a remote backend, for messages and counts. */
enum Operation {
  LOOKUP,
  CLAIM,
  RENEW,
  RELEASE,
  STORE,
  AWAIT,
  REMOVE,
  CLEAR,
  CLEAR_CLAIMS,
  USAGE;

  /** Whether it touches all entries of a function and not just one. */
  boolean isBulk() {
    return this == CLEAR || this == CLEAR_CLAIMS;
  }

  /** Whether its failure speaks against the backend: counting much may take long on a sound one. */
  boolean tellsOfHealth() {
    return this != USAGE && !isBulk();
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}

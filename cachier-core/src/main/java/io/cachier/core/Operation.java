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

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.cachier.core;

import org.jspecify.annotations.Nullable;

/** Makes the key of an argument, live or digested. */
@FunctionalInterface
interface Keying<A extends @Nullable Object> {
  /** The key. Throws what the argument's own code or the user's {@code keyedBy} throws. */
  Object keyOf(A argument);

  /** The readable form to be stored with an entry, where the key itself is none; null: none. */
  default @Nullable String labelOf(A argument) {
    return null;
  }
}

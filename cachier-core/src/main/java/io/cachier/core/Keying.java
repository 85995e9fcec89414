package io.cachier.core;

import org.jspecify.annotations.Nullable;

/** Makes the key of an argument, live or digested. */
@FunctionalInterface
interface Keying<A extends @Nullable Object> {
  /** The key. Throws what the argument's own code or the user's {@code keyedBy} throws. */
  Object keyOf(A argument);
}

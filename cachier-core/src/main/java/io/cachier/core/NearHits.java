package io.cachier.core;

import org.jspecify.annotations.Nullable;

/** Looks into a function's near cache, by argument. */
record NearHits<A extends @Nullable Object>(NearEntries entries, Keying<A> liveKeys) {
  /** The key to look and to keep under; null: none can be made. */
  @Nullable Object keyOf(A argument) {
    try {
      return liveKeys.keyOf(argument);
    } catch (RuntimeException e) {
      // The digest fails likewise, and that is told. If it does not, the backend serves the call.
      return null;
    }
  }

  /** What a call is served from here; null: nothing. Allocates nothing but what its key needs. */
  @Nullable Near find(A argument, long nowNanos, long maxAgeNanos) {
    Object liveKey = keyOf(argument);
    return liveKey == null ? null : entries.get(liveKey, nowNanos, maxAgeNanos);
  }
}

package io.cachier.backend.mongo;

import org.jspecify.annotations.Nullable;

/**
 * What an answer tells of a document; what was not asked for, or is not there, is null or 0.
 *
 * @param id the {@code _id}; empty if it is no binary data
 * @param nowMillis what time it was at the server, {@link #UNTOLD} if it was not told
 * @param foreign whether a field is of another type than we write
 */
@SuppressWarnings("ArrayRecordComponent") // A carrier, compared by nobody.
record Row(
    byte[] id,
    @Nullable String function,
    byte @Nullable [] payload,
    int size,
    long version,
    long writtenMillis,
    long token,
    long leaseEndMillis,
    long nowMillis,
    boolean foreign) {
  static final long UNTOLD = Long.MIN_VALUE;

  boolean hasValue() {
    return version != 0;
  }

  boolean isClaimed(long atMillis) {
    return token != 0 && leaseEndMillis > atMillis;
  }
}

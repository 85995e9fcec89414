package io.cachier.spi;

import org.jspecify.annotations.Nullable;

/**
 * What a remote backend holds under a key.
 *
 * @param stored the stored payload, or null if there is none
 * @param claimed whether a live claim stands on the key; may be false when it is costly to tell and
 *     {@code stored} is not null
 */
public record Lookup(@Nullable Stored stored, boolean claimed) {
  /** Nothing stored, nobody computing. */
  public static final Lookup NOTHING = new Lookup(null, false);

  /**
   * A stored payload. The array is the receiver's own.
   *
   * @param payload the bytes given to {@code store}
   * @param ageNanos how long ago they were stored, by the backend's own clock; negative if that
   *     clock was set back since, which makes the entry unusable
   * @param version identifies this write of the key: another write has another version, and never 0
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, copied by nobody: a carrier
  public record Stored(byte[] payload, long ageNanos, long version) {}
}

package io.cachier;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of a stored entry without its value, as of the moment when it was listed.
 *
 * <pre>{@code
 * try (Stream<CacheEntryView> entries = forecast.entries()) {
 *   entries.filter(e -> e.age().toHours() > 6).forEach(System.out::println);
 * }
 * }</pre>
 *
 * @param digest the address in a remote backend, 64 hexadecimal digits; empty on a local one
 * @param keyText the key, readable, at most 200 characters; there only if the function {@linkplain
 *     CacheSettings#keepKeys() keeps its keys}, and on a remote backend only if the entry was
 *     written by one that does
 * @param age how long ago it was written
 * @param sizeBytes its size: estimated on a local backend, exact on a remote one; empty if unknown
 * @param claimed whether somebody is computing it anew
 */
public record CacheEntryView(
    Optional<String> digest,
    Optional<String> keyText,
    Duration age,
    OptionalLong sizeBytes,
    boolean claimed) {
  /**
   * Checks that nothing is null.
   *
   * @param digest as the component
   * @param keyText as the component
   * @param age as the component
   * @param sizeBytes as the component
   * @param claimed as the component
   */
  public CacheEntryView {
    Objects.requireNonNull(digest, "digest");
    Objects.requireNonNull(keyText, "keyText");
    Objects.requireNonNull(age, "age");
    Objects.requireNonNull(sizeBytes, "sizeBytes");
  }
}

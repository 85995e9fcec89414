package io.cachier.spi;

import java.util.OptionalLong;

/**
 * How much a local store may hold; what is beyond it is evicted. Exactly one of the two is set.
 *
 * @param entries the greatest number of entries, positive
 * @param bytes the greatest sum of the entries' measured sizes, positive
 */
public record Bound(OptionalLong entries, OptionalLong bytes) {
  /**
   * Checks.
   *
   * @param entries as the component
   * @param bytes as the component
   * @throws IllegalArgumentException if both are set, or none, or one is not positive
   */
  public Bound {
    if (entries.isPresent() == bytes.isPresent()) {
      throw new IllegalArgumentException(
          "a bound was " + entries + " entries and " + bytes + " bytes; set exactly one of them");
    }
    long most = entries.orElseGet(bytes::getAsLong);
    if (most <= 0) {
      throw new IllegalArgumentException("a bound was " + most + " but it must be at least 1");
    }
  }

  /**
   * A bound by number.
   *
   * @param most the greatest number of entries, positive
   * @return the bound
   */
  public static Bound ofEntries(long most) {
    return new Bound(OptionalLong.of(most), OptionalLong.empty());
  }

  /**
   * A bound by size.
   *
   * @param most the greatest sum of the measured sizes in bytes, positive
   * @return the bound
   */
  public static Bound ofBytes(long most) {
    return new Bound(OptionalLong.empty(), OptionalLong.of(most));
  }
}

package io.cachier.spi;

import java.util.OptionalLong;

/**
 * How much a function has stored.
 *
 * @param entries the number of entries; empty if the backend can't tell at a bearable price
 * @param bytes the size of their payloads; empty if the backend can't tell at a bearable price
 */
public record Usage(OptionalLong entries, OptionalLong bytes) {
  /** Nothing is known. */
  public static final Usage UNKNOWN = new Usage(OptionalLong.empty(), OptionalLong.empty());

  /**
   * Both figures are known.
   *
   * @param entries the number of entries
   * @param bytes their size
   * @return the usage
   */
  public static Usage of(long entries, long bytes) {
    return new Usage(OptionalLong.of(entries), OptionalLong.of(bytes));
  }
}

package io.cachier.core.metrics;

import io.cachier.spi.Usage;

/** Tells a recorder how much its function has stored. Thread-safe, never throws. */
@FunctionalInterface
public interface UsageSource {
  /**
   * How much is stored now; may wait a tenth of a second.
   *
   * @return the figures that are known
   */
  Usage now();

  /**
   * How much was stored not long ago. Never waits.
   *
   * @return the figures that are known; those of now by default
   */
  default Usage lastKnown() {
    return now();
  }
}

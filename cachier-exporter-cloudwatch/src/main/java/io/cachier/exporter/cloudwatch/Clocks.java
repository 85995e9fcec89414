package io.cachier.exporter.cloudwatch;

import io.cachier.spi.Ticker;
import java.time.InstantSource;

/**
 * The two clocks that are needed.
 *
 * @param wall stamps the data
 * @param ticker measures ages and pauses
 */
record Clocks(InstantSource wall, Ticker ticker) {
  static final Clocks SYSTEM = new Clocks(InstantSource.system(), Ticker.system());
}

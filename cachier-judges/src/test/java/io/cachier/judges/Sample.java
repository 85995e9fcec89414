package io.cachier.judges;

import java.util.Map;

/**
 * One value that a query answered with.
 *
 * @param labels its labels
 * @param value the value; NaN for a native histogram that was not taken apart
 * @param isHistogram whether it is a native histogram
 */
record Sample(Map<String, String> labels, double value, boolean isHistogram) {
  static Sample of(Document result) {
    Map<String, String> labels = result.get("metric").texts();
    return result.get("histogram").isPresent()
        ? new Sample(labels, Double.NaN, true)
        : new Sample(labels, result.get("value").list().get(1).number(), false);
  }

  /** Whether it tells something: a histogram, or a value that is a number. */
  boolean isData() {
    return isHistogram || !Double.isNaN(value);
  }
}

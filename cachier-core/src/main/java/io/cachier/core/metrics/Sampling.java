package io.cachier.core.metrics;

import java.util.concurrent.ThreadLocalRandom;

/** One Bernoulli draw a call, against a threshold worked out beforehand. */
final class Sampling {
  private final double rate;
  private final boolean everything;
  private final long threshold;

  Sampling(double rate) {
    this.rate = rate;
    this.everything = rate == 1.0;
    // The share of all longs, from the least one up, that are below the threshold is the rate.
    this.threshold = Long.MIN_VALUE + ((long) (rate * 0x1p63) << 1);
  }

  double rate() {
    return rate;
  }

  /** What a recorded call stands for. */
  double scale() {
    return 1 / rate;
  }

  boolean isEverything() {
    return everything;
  }

  boolean draw() {
    return everything || accepts(ThreadLocalRandom.current().nextLong());
  }

  boolean accepts(long random) {
    return random < threshold;
  }
}

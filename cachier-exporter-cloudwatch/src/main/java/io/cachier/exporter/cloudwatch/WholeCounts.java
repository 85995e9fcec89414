package io.cachier.exporter.cloudwatch;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Scales the counts of one histogram up to whole numbers. Each is the difference of two running
 * totals that are rounded in one way, so that they add up; and that way is drawn anew for each
 * histogram, so that what is rounded up and down evens out over the rounds. Used once.
 */
final class WholeCounts {
  private final double scale;
  private final double offset;
  private double recorded;

  /**
   * Begins at nothing.
   *
   * @param scale what one recorded duration stands for, at least 1
   */
  WholeCounts(double scale) {
    this.scale = scale;
    this.offset = scale == Math.rint(scale) ? 0.5 : ThreadLocalRandom.current().nextDouble();
  }

  /**
   * The next bucket's.
   *
   * @param count how many were recorded, at least 1
   * @return at least 1
   */
  double next(long count) {
    double before = total();
    recorded += count;
    // Not below 1, also where a double has no room for it beside the sum of those before.
    return Math.max(1, total() - before);
  }

  private double total() {
    return Math.floor(recorded * scale + offset);
  }
}

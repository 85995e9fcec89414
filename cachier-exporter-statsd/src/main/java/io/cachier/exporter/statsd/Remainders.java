package io.cachier.exporter.statsd;

import java.util.HashMap;
import java.util.Map;

/**
 * What is left of counters when whole numbers of them are sent: StatsD counts in whole numbers
 * here, so the rest is kept and added the next time. What a round took counts only once it is
 * committed, since a round that could not be handed over comes again. Not thread-safe.
 */
final class Remainders {
  /** Sums of a few doubles end a little below a whole number as often as on it. */
  private static final double SLACK = 1e-6;

  private final Map<String, Double> kept = new HashMap<>();
  private final Map<String, Double> changed = new HashMap<>();

  /** Forgets what was taken since the last {@link #commit()}. */
  void begin() {
    changed.clear();
  }

  /**
   * Adds to a counter and takes the whole part out.
   *
   * @param counter the counter's name, without what tells the function
   * @param added what it grew by, zero or more
   * @return what can be sent
   */
  long take(String counter, double added) {
    double owed = kept.getOrDefault(counter, 0.0) + added;
    long whole = (long) Math.floor(owed + SLACK);
    double rest = owed - whole;
    if (rest != 0.0 || kept.containsKey(counter)) {
      changed.put(counter, rest);
    }
    return whole;
  }

  /** Makes the rests of this round those that the next one starts from. */
  void commit() {
    kept.putAll(changed);
    changed.clear();
  }
}

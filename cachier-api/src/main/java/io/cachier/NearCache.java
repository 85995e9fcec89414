package io.cachier;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings of a near cache, as {@link CacheSettings#nearCache} describes it. Immutable.
 *
 * @param maximumEntries how many entries are kept in this process at most, at least 1
 * @param ttl how long an entry is kept without asking the backend again, positive
 */
public record NearCache(long maximumEntries, Duration ttl) {
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /**
   * Checks both.
   *
   * @param maximumEntries as the component
   * @param ttl as the component
   * @throws ConfigurationException with each that is out of range
   */
  public NearCache {
    List<String> problems = new ArrayList<>();
    if (maximumEntries < 1) {
      problems.add("nearCache was of '" + maximumEntries + "' entries but it must keep at least 1");
    }
    if (ttl.isNegative() || ttl.isZero() || ttl.compareTo(LONGEST) > 0) {
      problems.add(
          "nearCache was of '"
              + ttl
              + "' but its time must be positive and at most "
              + LONGEST.toDays()
              + " days");
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException("near cache", problems);
    }
  }

  @Override
  public String toString() {
    return maximumEntries + " entries for " + ttl;
  }
}

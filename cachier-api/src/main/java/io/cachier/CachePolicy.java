package io.cachier;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The settings in force for one cached function, after builder, defaults and settings files were
 * merged. Immutable.
 *
 * @param staleAfter the shelf life of a value; empty: values never go stale
 * @param staleWhileRevalidate how long after its shelf life a value may still be served while it is
 *     computed anew in the background; empty: never. A hard ceiling: past it, calls compute
 * @param waitTimeout the longest wait for another caller's computation; zero: none. Default 1
 *     minute
 * @param waitPolicy what follows a wait that ran out. Default {@link WaitPolicy#COMPUTE}
 * @param cacheNulls whether a null result is stored. Default false
 * @param entrySizeLimit the largest value stored, in bytes; larger ones are returned and not
 *     stored. Empty: no limit
 * @param version the version of the function's code, part of every key of a remote backend; default
 *     the empty string. A new one leaves all older entries behind
 * @param metrics what is recorded
 */
public record CachePolicy(
    Optional<Duration> staleAfter,
    Optional<Duration> staleWhileRevalidate,
    Duration waitTimeout,
    WaitPolicy waitPolicy,
    boolean cacheNulls,
    OptionalLong entrySizeLimit,
    String version,
    MetricsPolicy metrics) {
  /**
   * The longest duration that any setting may have: it still fits a {@code long} of nanoseconds.
   */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /**
   * Checks the settings, all together.
   *
   * @param staleAfter as the component
   * @param staleWhileRevalidate as the component
   * @param waitTimeout as the component
   * @param waitPolicy as the component
   * @param cacheNulls as the component
   * @param entrySizeLimit as the component
   * @param version as the component
   * @param metrics as the component
   * @throws ConfigurationException with every setting that is out of range
   */
  public CachePolicy {
    List<String> problems = new ArrayList<>();
    staleAfter.ifPresent(d -> check("staleAfter", d, false, problems));
    staleWhileRevalidate.ifPresent(d -> check("staleWhileRevalidate", d, false, problems));
    check("waitTimeout", waitTimeout, true, problems);
    if (staleWhileRevalidate.isPresent() && staleAfter.isEmpty()) {
      problems.add(
          "staleWhileRevalidate was '"
              + staleWhileRevalidate.get()
              + "' but without staleAfter no value ever goes stale; set staleAfter too");
    }
    if (entrySizeLimit.isPresent() && entrySizeLimit.getAsLong() <= 0) {
      problems.add(
          "entrySizeLimit was '"
              + entrySizeLimit.getAsLong()
              + "' but it must be at least 1 byte; leave it out for no limit");
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException("cache policy", problems);
    }
  }

  private static void check(
      String name, Duration value, boolean zeroAllowed, List<String> problems) {
    if (value.isNegative() || (value.isZero() && !zeroAllowed) || value.compareTo(LONGEST) > 0) {
      problems.add(
          name
              + " was '"
              + value
              + "' but it must be "
              + (zeroAllowed ? "zero or more" : "positive")
              + " and at most "
              + LONGEST.toDays()
              + " days");
    }
  }
}

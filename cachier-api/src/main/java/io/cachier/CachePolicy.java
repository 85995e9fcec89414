package io.cachier;

import io.cachier.spi.Bound;
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
 * @param staleIfError how long after its shelf life a value may still be served when the function
 *     throws; empty: never, the exception reaches the caller. A hard ceiling
 * @param jitter the greatest share of {@code staleAfter} by which the shelf life of an entry is
 *     shortened, 0 to below 1; 0: none. Default 0
 * @param earlyRefresh how eagerly fresh values are computed anew in the background before their
 *     shelf life ends, as {@link CacheSettings#earlyRefresh(double)} says; 0: not at all. Default 0
 * @param cleanup how often entries that are too old to be served are removed in the background;
 *     empty: never
 * @param keepKeys whether entries carry their key in readable form. Default false
 * @param bound how much is kept in this process; empty: no bound. Default none
 * @param nearCache what is kept in this process of what is on a shared backend; empty: nothing.
 *     Default nothing
 */
public record CachePolicy(
    Optional<Duration> staleAfter,
    Optional<Duration> staleWhileRevalidate,
    Duration waitTimeout,
    WaitPolicy waitPolicy,
    boolean cacheNulls,
    OptionalLong entrySizeLimit,
    String version,
    MetricsPolicy metrics,
    Optional<Duration> staleIfError,
    double jitter,
    double earlyRefresh,
    Optional<Duration> cleanup,
    boolean keepKeys,
    Optional<Bound> bound,
    Optional<NearCache> nearCache) {
  /**
   * The longest duration that any setting may have: it still fits a {@code long} of nanoseconds.
   */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static final double MOST_EAGER = 1_000;

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
   * @param staleIfError as the component
   * @param jitter as the component
   * @param earlyRefresh as the component
   * @param cleanup as the component
   * @param keepKeys as the component
   * @param bound as the component
   * @param nearCache as the component
   * @throws ConfigurationException with every setting that is out of range
   */
  public CachePolicy {
    List<String> problems = new ArrayList<>();
    staleAfter.ifPresent(d -> check("staleAfter", d, false, problems));
    staleWhileRevalidate.ifPresent(d -> check("staleWhileRevalidate", d, false, problems));
    staleIfError.ifPresent(d -> check("staleIfError", d, false, problems));
    cleanup.ifPresent(d -> check("cleanup", d, false, problems));
    check("waitTimeout", waitTimeout, true, problems);
    if (!(jitter >= 0 && jitter < 1)) {
      problems.add("jitter was '" + jitter + "' but it must be from 0 to below 1; 0 for none");
    }
    if (!(earlyRefresh >= 0 && earlyRefresh <= MOST_EAGER)) {
      problems.add(
          "earlyRefresh was '" + earlyRefresh + "' but it must be from 0 to 1000; 0 for none");
    }
    if (staleAfter.isEmpty()) {
      staleWhileRevalidate.ifPresent(d -> problems.add(needsAge("staleWhileRevalidate", d)));
      staleIfError.ifPresent(d -> problems.add(needsAge("staleIfError", d)));
      if (jitter > 0) {
        problems.add(needsAge("jitter", jitter));
      }
      if (earlyRefresh > 0) {
        problems.add(needsAge("earlyRefresh", earlyRefresh));
      }
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

  /**
   * A policy without what is seldom set: no {@code staleIfError}, no jitter, no early refresh, no
   * cleanup, no readable keys, no bound, no near cache.
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
  public CachePolicy(
      Optional<Duration> staleAfter,
      Optional<Duration> staleWhileRevalidate,
      Duration waitTimeout,
      WaitPolicy waitPolicy,
      boolean cacheNulls,
      OptionalLong entrySizeLimit,
      String version,
      MetricsPolicy metrics) {
    this(
        staleAfter,
        staleWhileRevalidate,
        waitTimeout,
        waitPolicy,
        cacheNulls,
        entrySizeLimit,
        version,
        metrics,
        Optional.empty(),
        0,
        0,
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * The greatest age at which any call may be served a value: {@code staleAfter} plus the longer of
   * the two ceilings.
   *
   * @return that age; empty where values never go stale
   */
  public Optional<Duration> longestUse() {
    Duration ceiling = staleWhileRevalidate.orElse(Duration.ZERO);
    Duration onError = staleIfError.orElse(Duration.ZERO);
    return staleAfter.map(d -> d.plus(ceiling.compareTo(onError) >= 0 ? ceiling : onError));
  }

  private static String needsAge(String name, Object value) {
    return name
        + " was '"
        + value
        + "' but without staleAfter no value ever goes stale; set staleAfter too";
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

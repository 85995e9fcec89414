package io.cachier.core;

import io.cachier.CachePolicy;
import io.cachier.WaitPolicy;
import io.cachier.spi.CacheEntry;
import org.jspecify.annotations.Nullable;

/**
 * The decision tree of a call, and the only one: what to do with an entry of some age, under a
 * policy and a call's own limit, given what others are doing. Pure: chance is drawn by the caller.
 *
 * @param staleAfterNanos the shelf life; {@link #UNLIMITED}: none
 * @param ceilingNanos the greatest age at which a stale value is served while it is computed anew,
 *     counted from its writing; {@link #NEVER}: none is
 * @param errorCeilingNanos the greatest age at which a stale value is served in place of the
 *     function's exception, counted likewise; {@link #NEVER}: none is
 * @param jitter the greatest share by which an entry's shelf life is shortened; 0: none
 * @param beta how eagerly fresh values are refreshed; 0: not
 * @param waitPolicy what follows a wait that ran out
 */
record Freshness(
    long staleAfterNanos,
    long ceilingNanos,
    long errorCeilingNanos,
    double jitter,
    double beta,
    WaitPolicy waitPolicy) {
  /** No limit of age. */
  static final long UNLIMITED = Long.MAX_VALUE;

  /** No stale value is served. */
  static final long NEVER = -1;

  /** No draw of 53 bits has a logarithm farther from 0. */
  private static final double FARTHEST_DRAW = 37;

  private static final double TO_UNIT = 0x1p-53;

  /** Without jitter, early refresh and stale values for errors. */
  Freshness(long staleAfterNanos, long ceilingNanos, WaitPolicy waitPolicy) {
    this(staleAfterNanos, ceilingNanos, NEVER, 0, 0, waitPolicy);
  }

  static Freshness of(CachePolicy policy) {
    long staleAfter = policy.staleAfter().map(d -> d.toNanos()).orElse(UNLIMITED);
    return new Freshness(
        staleAfter,
        policy.staleWhileRevalidate().map(d -> add(staleAfter, d.toNanos())).orElse(NEVER),
        policy.staleIfError().map(d -> add(staleAfter, d.toNanos())).orElse(NEVER),
        policy.jitter(),
        policy.earlyRefresh(),
        policy.waitPolicy());
  }

  /** Whether the age of an entry matters at all, so that a clock must be read. */
  boolean hasShelfLife() {
    return staleAfterNanos != UNLIMITED;
  }

  /**
   * The shelf life of one entry. Its share of the jitter follows from what all who read it know of
   * it, and never changes: so no value turns from fresh to stale and back.
   *
   * @param key the entry's key, whose hash must not change
   */
  long shelfLifeNanos(Object key, CacheEntry entry) {
    return jitter == 0 ? staleAfterNanos : shortened(mixed(key.hashCode(), entry.computeNanos()));
  }

  private long shortened(long bits) {
    double share = (bits >>> 11) * TO_UNIT;
    return staleAfterNanos - (long) (staleAfterNanos * (jitter * share));
  }

  /** The last step of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014), in Stafford's variant 13. */
  private static long mixed(int hash, long computeNanos) {
    long z = hash * 0x9e3779b97f4a7c15L + computeNanos;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /**
   * Decides on an entry under its key, which sets the entry's own shelf life.
   *
   * @return as the other
   */
  Decision decide(
      Object key, @Nullable CacheEntry entry, long nowNanos, long maxAgeNanos, Peer peer) {
    long shelfLifeNanos =
        jitter == 0 || entry == null ? staleAfterNanos : shelfLifeNanos(key, entry);
    return decide(entry, shelfLifeNanos, nowNanos, maxAgeNanos, peer);
  }

  /**
   * Decides, by the shelf life without jitter.
   *
   * @param entry what was found, or null
   * @param nowNanos the time of the call; any value if neither policy nor call limits the age
   * @param maxAgeNanos the call's own limit, {@link #UNLIMITED} if it names none; negative: every
   *     entry is stale
   * @param peer what others are doing
   * @return what to do next
   */
  Decision decide(@Nullable CacheEntry entry, long nowNanos, long maxAgeNanos, Peer peer) {
    return decide(entry, staleAfterNanos, nowNanos, maxAgeNanos, peer);
  }

  private Decision decide(
      @Nullable CacheEntry entry, long shelfLifeNanos, long nowNanos, long maxAgeNanos, Peer peer) {
    boolean mayServeStale = false;
    if (entry != null) {
      long ageNanos = ageNanos(entry, nowNanos);
      if (ageNanos <= Math.min(shelfLifeNanos, maxAgeNanos)) {
        return Decision.HIT;
      }
      if (maxAgeNanos == UNLIMITED) {
        if (ageNanos <= ceilingNanos) {
          return Decision.SERVE_STALE;
        }
        mayServeStale = ceilingNanos == NEVER;
      }
    }
    return switch (peer) {
      case NONE -> Decision.COMPUTE;
      // A computation that began before this call can't satisfy a call for which all is stale.
      case COMPUTING -> maxAgeNanos < 0 ? Decision.COMPUTE : Decision.AWAIT_OTHER;
      case OVERDUE -> overdue(mayServeStale);
    };
  }

  private Decision overdue(boolean mayServeStale) {
    return switch (waitPolicy) {
      case COMPUTE -> Decision.COMPUTE;
      case STALE -> mayServeStale ? Decision.SERVE_STALE : Decision.COMPUTE;
      case FAIL -> Decision.FAIL;
    };
  }

  /** Whether hits may be refreshed early at all. */
  boolean hasEarlyRefresh() {
    return beta > 0;
  }

  /**
   * Whether a hit may be refreshed early, if its draw says so: most are too far from their end for
   * any draw.
   */
  boolean isWithinReach(Object key, CacheEntry entry, long nowNanos) {
    return leftNanos(key, entry, nowNanos) <= entry.computeNanos() * beta * FARTHEST_DRAW;
  }

  /**
   * Whether a hit is refreshed early. XFetch: Vattani, Chierichetti, Lowenstein, "Optimal
   * Probabilistic Cache Stampede Prevention", VLDB 2015.
   *
   * @param draw even, from 0 to below 1
   */
  boolean isEarly(Object key, CacheEntry entry, long nowNanos, double draw) {
    // 1 - draw is above 0, where the logarithm is finite.
    return entry.computeNanos() > 0
        && leftNanos(key, entry, nowNanos) <= entry.computeNanos() * beta * -Math.log(1 - draw);
  }

  /** How likely {@link #isEarly} is for an even draw: from 0 to 1. */
  double earlyLikelihood(Object key, CacheEntry entry, long nowNanos) {
    double reachNanos = entry.computeNanos() * beta;
    return reachNanos == 0
        ? 0
        : Math.exp(-Math.max(0, leftNanos(key, entry, nowNanos)) / reachNanos);
  }

  private long leftNanos(Object key, CacheEntry entry, long nowNanos) {
    return shelfLifeNanos(key, entry) - ageNanos(entry, nowNanos);
  }

  /** Whether a stale value may be served in place of the function's exception. */
  boolean isServedOnError(CacheEntry entry, long nowNanos, long maxAgeNanos) {
    return maxAgeNanos == UNLIMITED && ageNanos(entry, nowNanos) <= errorCeilingNanos;
  }

  /** An entry written after the call began has a negative age: it is as fresh as can be. */
  private static long ageNanos(CacheEntry entry, long nowNanos) {
    return Math.max(0, nowNanos - entry.writtenNanos());
  }

  private static long add(long a, long b) {
    return a > UNLIMITED - b ? UNLIMITED : a + b;
  }
}

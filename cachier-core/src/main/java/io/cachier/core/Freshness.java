package io.cachier.core;

import io.cachier.CachePolicy;
import io.cachier.WaitPolicy;
import io.cachier.spi.CacheEntry;
import org.jspecify.annotations.Nullable;

/**
 * The decision tree of a call, and the only one: what to do with an entry of some age, under a
 * policy and a call's own limit, given what others are doing. Pure.
 *
 * @param staleAfterNanos the shelf life; {@link #UNLIMITED}: none
 * @param ceilingNanos the greatest age at which a stale value is served while it is computed anew,
 *     counted from its writing; {@link #NEVER}: none is
 * @param waitPolicy what follows a wait that ran out
 */
record Freshness(long staleAfterNanos, long ceilingNanos, WaitPolicy waitPolicy) {
  /** No limit of age. */
  static final long UNLIMITED = Long.MAX_VALUE;

  /** No stale value is served. */
  static final long NEVER = -1;

  static Freshness of(CachePolicy policy) {
    long staleAfter = policy.staleAfter().map(d -> d.toNanos()).orElse(UNLIMITED);
    long ceiling =
        policy.staleWhileRevalidate().map(d -> add(staleAfter, d.toNanos())).orElse(NEVER);
    return new Freshness(staleAfter, ceiling, policy.waitPolicy());
  }

  /** Whether the age of an entry matters at all, so that a clock must be read. */
  boolean hasShelfLife() {
    return staleAfterNanos != UNLIMITED;
  }

  /**
   * Decides.
   *
   * @param entry what was found, or null
   * @param nowNanos the time of the call; any value if neither policy nor call limits the age
   * @param maxAgeNanos the call's own limit, {@link #UNLIMITED} if it names none; negative: every
   *     entry is stale
   * @param peer what others are doing
   * @return what to do next
   */
  Decision decide(@Nullable CacheEntry entry, long nowNanos, long maxAgeNanos, Peer peer) {
    boolean mayServeStale = false;
    if (entry != null) {
      // An entry written after the call began has a negative age: it is as fresh as can be.
      long ageNanos = Math.max(0, nowNanos - entry.writtenNanos());
      if (ageNanos <= Math.min(staleAfterNanos, maxAgeNanos)) {
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

  private static long add(long a, long b) {
    return a > UNLIMITED - b ? UNLIMITED : a + b;
  }
}

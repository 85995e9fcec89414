package io.cachier.core;

import io.cachier.CachePolicy;
import io.cachier.CallOptions;
import io.cachier.spi.CacheEntry;
import io.cachier.spi.EntryKey;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The sentences in which a call is explained, whether it is made or not. They hold no argument, no
 * value and no readable key: they may end in a log.
 */
record Story(CachePolicy policy, Freshness freshness, String backend) {
  String bypassed(CallOptions options, boolean usesCache) {
    if (!usesCache) {
      return "the cache is not used: caching is switched off, or the function is closed";
    }
    return options.access() == CallOptions.Access.NONE
        ? "the call asks to skip the cache"
        : "the call asks to overwrite: it computes without looking, and stores whatever is there";
  }

  String unkeyable(RuntimeException failure) {
    return "no key can be made of the argument ("
        + failure.getClass().getName()
        + "): the function runs uncached";
  }

  /** Null: none can be made. */
  String keying(@Nullable Object key) {
    return key == null ? "no key can be made of the argument: it runs uncached" : keyed(key);
  }

  String keyed(Object key) {
    return key instanceof EntryKey remote
        ? "the key's digest is " + remote.hex()
        : "the key is the argument itself";
  }

  String found(@Nullable CacheEntry entry, @Nullable String problem, long nowNanos) {
    if (entry == null) {
      return "backend '" + backend + "': " + (problem == null ? "nothing is stored" : problem);
    }
    return "backend '"
        + backend
        + "': an entry is stored, "
        + text(Math.max(0, nowNanos - entry.writtenNanos()))
        + " old"
        + (entry.sizeBytes() < 0 ? "" : ", " + entry.sizeBytes() + " bytes")
        + (entry.computeNanos() == 0 ? "" : ", computed in " + text(entry.computeNanos()));
  }

  /** Null: nothing is kept near that the call would be served. */
  String near(@Nullable Near kept, long nowNanos) {
    return kept == null
        ? "the near cache of this process has nothing to serve"
        : "near hit: the near cache of this process has it, "
            + text(Math.max(0, nowNanos - kept.entry().writtenNanos()))
            + " old; it is served, and the backend not asked";
  }

  /** The entry against its limits. */
  String judged(Object key, CacheEntry entry, long nowNanos, long maxAgeNanos) {
    long ageNanos = Math.max(0, nowNanos - entry.writtenNanos());
    long shelfLifeNanos = freshness.shelfLifeNanos(key, entry);
    String life =
        freshness.hasShelfLife()
            ? "its shelf life is "
                + text(shelfLifeNanos)
                + (policy.jitter() > 0
                    ? " (" + text(freshness.staleAfterNanos()) + " shortened by jitter)"
                    : "")
            : "values never go stale";
    String limit =
        maxAgeNanos == Freshness.UNLIMITED
            ? ""
            : maxAgeNanos < 0
                ? ", and this call takes none that is stored"
                : ", and this call takes none older than " + text(maxAgeNanos);
    boolean fresh = ageNanos <= Math.min(shelfLifeNanos, maxAgeNanos);
    return life + limit + ": it is " + (fresh ? "fresh" : "too old");
  }

  /** What comes of it, if nobody computes. */
  String decided(Decision decision, @Nullable CacheEntry entry, long maxAgeNanos) {
    return switch (decision) {
      case HIT -> "it is served";
      case SERVE_STALE ->
          "it is served stale, up to an age of "
              + text(freshness.ceilingNanos())
              + ", and computed anew in the background";
      case AWAIT_OTHER, COMPUTE, FAIL ->
          "a value has to be computed" + whyNotStale(entry, maxAgeNanos);
    };
  }

  private String whyNotStale(@Nullable CacheEntry entry, long maxAgeNanos) {
    if (entry == null) {
      return "";
    }
    if (maxAgeNanos != Freshness.UNLIMITED) {
      return ": a call that names maxAge is served nothing stale";
    }
    return freshness.ceilingNanos() == Freshness.NEVER
        ? ": the function serves nothing stale while it computes"
        : ": it is past the ceiling of " + text(freshness.ceilingNanos());
  }

  /** How likely a hit sets off its own renewal; empty: not at all. */
  String early(Object key, CacheEntry entry, long nowNanos) {
    double likelihood = freshness.earlyLikelihood(key, entry, nowNanos);
    return likelihood == 0
        ? ""
        : String.format(Locale.ROOT, "it is refreshed early with a likelihood of %.3g", likelihood);
  }

  String waits() {
    String then =
        switch (policy.waitPolicy()) {
          case COMPUTE -> "computes";
          case STALE -> "takes a stale value if it may, or computes";
          case FAIL -> "fails";
        };
    return policy.waitTimeout().isZero()
        ? "somebody else is computing it; the call does not wait: it " + then
        : "somebody else is computing it: the call waits up to "
            + text(policy.waitTimeout().toNanos())
            + ", then "
            + then;
  }

  String onError(@Nullable CacheEntry entry, long maxAgeNanos) {
    boolean hidden =
        entry != null
            && maxAgeNanos == Freshness.UNLIMITED
            && freshness.errorCeilingNanos() != Freshness.NEVER;
    return hidden
        ? "if the function throws, the stale value is served up to an age of "
            + text(freshness.errorCeilingNanos())
        : "";
  }

  static String failed(long nanos, Throwable failure) {
    return "the function failed after " + text(nanos) + ": " + failure.getClass().getName();
  }

  static String gave(long nanos) {
    return "the function gave a value after "
        + text(nanos)
        + "; it is stored if rules and claim allow it";
  }

  /** A length of time in its two largest units. */
  static String text(long nanos) {
    if (nanos < 1_000_000) {
      return nanos / 1_000 + " us";
    }
    if (nanos < 1_000_000_000) {
      return nanos / 1_000_000 + " ms";
    }
    Duration d = Duration.ofNanos(nanos);
    if (d.toMinutes() == 0) {
      return d.toSeconds() + " s" + rest(d.toMillisPart(), "ms");
    }
    if (d.toHours() == 0) {
      return d.toMinutes() + " min" + rest(d.toSecondsPart(), "s");
    }
    return d.toDays() == 0
        ? d.toHours() + " h" + rest(d.toMinutesPart(), "min")
        : d.toDays() + " d" + rest(d.toHoursPart(), "h");
  }

  private static String rest(int amount, String unit) {
    return amount == 0 ? "" : " " + amount + " " + unit;
  }
}

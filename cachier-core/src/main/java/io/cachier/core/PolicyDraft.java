package io.cachier.core;

import io.cachier.CachePolicy;
import io.cachier.ConfigurationException;
import io.cachier.MetricsPolicy;
import io.cachier.NearCache;
import io.cachier.WaitPolicy;
import io.cachier.spi.Bound;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Settings of a function as far as somebody has set them; null: nobody has. */
final class PolicyDraft {
  private static final Duration DEFAULT_WAIT = Duration.ofMinutes(1);

  @Nullable Duration staleAfter;
  boolean neverStale;
  @Nullable Duration staleWhileRevalidate;
  @Nullable Duration staleIfError;
  @Nullable Double jitter;
  @Nullable Double earlyRefresh;

  /** Zero: never, whatever the defaults say. */
  @Nullable Duration cleanup;

  @Nullable Boolean keepKeys;
  @Nullable Duration waitTimeout;
  @Nullable WaitPolicy waitPolicy;
  @Nullable Boolean cacheNulls;
  @Nullable Long entrySizeLimit;
  @Nullable String entrySizeText;
  @Nullable String version;
  @Nullable MetricsPolicy metrics;
  @Nullable String backend;

  @Nullable Long nearEntries;
  @Nullable Duration nearTtl;

  /** No near cache, whatever the defaults say. */
  boolean noNear;

  /** A function's own: there is no default of it. */
  @Nullable Long maximumEntries;

  @Nullable Long maximumBytes;
  @Nullable String maximumBytesText;

  /** This draft, filled up from another where it says nothing. */
  PolicyDraft over(PolicyDraft other) {
    PolicyDraft merged = new PolicyDraft();
    // A function that is never stale has no use for the default's ceilings and the like either.
    merged.staleAfter = neverStale ? null : first(staleAfter, other.staleAfter);
    merged.neverStale = neverStale;
    merged.staleWhileRevalidate =
        neverStale ? staleWhileRevalidate : first(staleWhileRevalidate, other.staleWhileRevalidate);
    merged.staleIfError = neverStale ? staleIfError : first(staleIfError, other.staleIfError);
    merged.jitter = neverStale ? jitter : first(jitter, other.jitter);
    merged.earlyRefresh = neverStale ? earlyRefresh : first(earlyRefresh, other.earlyRefresh);
    merged.cleanup = first(cleanup, other.cleanup);
    merged.keepKeys = first(keepKeys, other.keepKeys);
    merged.waitTimeout = first(waitTimeout, other.waitTimeout);
    merged.waitPolicy = first(waitPolicy, other.waitPolicy);
    merged.cacheNulls = first(cacheNulls, other.cacheNulls);
    boolean ownLimit = entrySizeLimit != null || entrySizeText != null;
    merged.entrySizeLimit = ownLimit ? entrySizeLimit : other.entrySizeLimit;
    merged.entrySizeText = ownLimit ? entrySizeText : other.entrySizeText;
    merged.version = first(version, other.version);
    merged.metrics = first(metrics, other.metrics);
    merged.backend = first(backend, other.backend);
    boolean ownNear = noNear || asksForNear();
    merged.nearEntries = ownNear ? nearEntries : other.nearEntries;
    merged.nearTtl = ownNear ? nearTtl : other.nearTtl;
    merged.noNear = noNear;
    merged.maximumEntries = maximumEntries;
    merged.maximumBytes = maximumBytes;
    merged.maximumBytesText = maximumBytesText;
    return merged;
  }

  /** The policy, or null when something is wrong, which is then in {@code problems}. */
  @Nullable CachePolicy toPolicy(List<String> problems) {
    try {
      return new CachePolicy(
          Optional.ofNullable(staleAfter),
          Optional.ofNullable(staleWhileRevalidate),
          Objects.requireNonNullElse(waitTimeout, DEFAULT_WAIT),
          Objects.requireNonNullElse(waitPolicy, WaitPolicy.COMPUTE),
          Objects.requireNonNullElse(cacheNulls, Boolean.FALSE),
          sizeLimit(problems),
          Objects.requireNonNullElse(version, ""),
          Objects.requireNonNullElse(metrics, MetricsPolicy.off()),
          Optional.ofNullable(staleIfError),
          Objects.requireNonNullElse(jitter, 0.0),
          Objects.requireNonNullElse(earlyRefresh, 0.0),
          Optional.ofNullable(cleanup).filter(interval -> !interval.isZero()),
          Objects.requireNonNullElse(keepKeys, Boolean.FALSE),
          bound(problems),
          near(problems));
    } catch (ConfigurationException e) {
      problems.addAll(e.problems());
      return null;
    }
  }

  /** Whether a near cache was asked for, rightly or not. */
  boolean asksForNear() {
    return nearEntries != null || nearTtl != null;
  }

  /** The same without a near cache. */
  PolicyDraft withoutNear() {
    PolicyDraft without = over(new PolicyDraft());
    without.nearEntries = null;
    without.nearTtl = null;
    return without;
  }

  private Optional<NearCache> near(List<String> problems) {
    if (!asksForNear()) {
      return Optional.empty();
    }
    if (nearEntries == null || nearTtl == null) {
      problems.add(
          nearEntries == null
              ? "the near cache's time was '" + nearTtl + "' but its entries were not set; set both"
              : "the near cache's entries were '"
                  + nearEntries
                  + "' but its time was not set; set both");
      return Optional.empty();
    }
    try {
      return Optional.of(new NearCache(nearEntries, nearTtl));
    } catch (ConfigurationException e) {
      problems.addAll(e.problems());
      return Optional.empty();
    }
  }

  /** What a bound was asked for by, for messages; empty if none was. */
  Optional<String> boundAskedFor() {
    if (maximumEntries != null) {
      return Optional.of("maximumEntries was '" + maximumEntries + "'");
    }
    return Optional.ofNullable(maximumBytesText != null ? maximumBytesText : maximumBytes)
        .map(bytes -> "maximumBytes was '" + bytes + "'");
  }

  private Optional<Bound> bound(List<String> problems) {
    boolean bytesAsked = maximumBytes != null || maximumBytesText != null;
    if (maximumEntries != null && bytesAsked) {
      problems.add("maximumEntries and maximumBytes were both set; set one of them");
      return Optional.empty();
    }
    if (maximumEntries != null) {
      return positive("maximumEntries", maximumEntries, problems).map(Bound::ofEntries);
    }
    if (maximumBytesText != null) {
      OptionalLong parsed = SizeText.parse(maximumBytesText);
      if (parsed.isEmpty()) {
        problems.add("maximumBytes was '" + maximumBytesText + "' but " + SizeText.ALLOWED);
        return Optional.empty();
      }
      return positive("maximumBytes", parsed.getAsLong(), problems).map(Bound::ofBytes);
    }
    return maximumBytes == null
        ? Optional.empty()
        : positive("maximumBytes", maximumBytes, problems).map(Bound::ofBytes);
  }

  private static Optional<Long> positive(String name, long most, List<String> problems) {
    if (most > 0) {
      return Optional.of(most);
    }
    problems.add(name + " was '" + most + "' but it must be at least 1; leave it out for no bound");
    return Optional.empty();
  }

  private OptionalLong sizeLimit(List<String> problems) {
    if (entrySizeText != null) {
      OptionalLong parsed = SizeText.parse(entrySizeText);
      if (parsed.isEmpty()) {
        problems.add("entrySizeLimit was '" + entrySizeText + "' but " + SizeText.ALLOWED);
      }
      return parsed;
    }
    return entrySizeLimit == null ? OptionalLong.empty() : OptionalLong.of(entrySizeLimit);
  }

  private static <T> @Nullable T first(@Nullable T own, @Nullable T other) {
    return own != null ? own : other;
  }
}

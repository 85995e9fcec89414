package io.cachier.core;

import io.cachier.CachePolicy;
import io.cachier.ConfigurationException;
import io.cachier.MetricsPolicy;
import io.cachier.WaitPolicy;
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
  @Nullable Duration waitTimeout;
  @Nullable WaitPolicy waitPolicy;
  @Nullable Boolean cacheNulls;
  @Nullable Long entrySizeLimit;
  @Nullable String entrySizeText;
  @Nullable String version;
  @Nullable MetricsPolicy metrics;
  @Nullable String backend;

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
    merged.waitTimeout = first(waitTimeout, other.waitTimeout);
    merged.waitPolicy = first(waitPolicy, other.waitPolicy);
    merged.cacheNulls = first(cacheNulls, other.cacheNulls);
    boolean ownLimit = entrySizeLimit != null || entrySizeText != null;
    merged.entrySizeLimit = ownLimit ? entrySizeLimit : other.entrySizeLimit;
    merged.entrySizeText = ownLimit ? entrySizeText : other.entrySizeText;
    merged.version = first(version, other.version);
    merged.metrics = first(metrics, other.metrics);
    merged.backend = first(backend, other.backend);
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
          Objects.requireNonNullElse(earlyRefresh, 0.0));
    } catch (ConfigurationException e) {
      problems.addAll(e.problems());
      return null;
    }
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

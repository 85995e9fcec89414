package io.cachier.core;

import io.cachier.Cached;
import io.cachier.ConfigurationException;
import io.cachier.MetricsPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The settings of a method, as its {@link Cached} has them. */
final class AnnotatedPolicy {
  private static final String NEVER = "never";

  private static final Duration SOME = Duration.ofDays(1);

  private final Cached settings;
  private final @Nullable MetricsPolicy defaults;
  private final List<String> problems;

  private AnnotatedPolicy(
      Cached settings, @Nullable MetricsPolicy defaults, List<String> problems) {
    this.settings = settings;
    this.defaults = defaults;
    this.problems = problems;
  }

  /**
   * Reads an annotation.
   *
   * @param metricsDefaults the metrics of functions that say nothing of them
   * @param problems gets a sentence for each value that can't be read
   */
  static PolicyDraft read(
      Cached settings, @Nullable MetricsPolicy metricsDefaults, List<String> problems) {
    return new AnnotatedPolicy(settings, metricsDefaults, problems).draft();
  }

  private PolicyDraft draft() {
    PolicyDraft draft = new PolicyDraft();
    if (settings.staleAfter().equals(NEVER)) {
      draft.neverStale = true;
    } else {
      draft.staleAfter = duration("staleAfter", settings.staleAfter(), "; or never");
    }
    draft.staleWhileRevalidate =
        duration("staleWhileRevalidate", settings.staleWhileRevalidate(), "");
    draft.staleIfError = duration("staleIfError", settings.staleIfError(), "");
    draft.jitter = one("jitter", boxed(settings.jitter()));
    draft.earlyRefresh = one("earlyRefresh", boxed(settings.earlyRefresh()));
    draft.waitTimeout = duration("waitTimeout", settings.waitTimeout(), "");
    draft.waitPolicy = one("waitPolicy", List.of(settings.waitPolicy()));
    draft.cacheNulls = flag("cacheNulls", settings.cacheNulls());
    draft.entrySizeText = given(settings.entrySizeLimit());
    draft.cleanup = duration("cleanup", settings.cleanup(), "");
    draft.keepKeys = flag("keepKeys", settings.keepKeys());
    readNear(draft);
    draft.maximumEntries = one("maximumEntries", boxed(settings.maximumEntries()));
    draft.maximumBytesText = given(settings.maximumBytes());
    draft.version = given(settings.version());
    draft.backend = given(settings.backend());
    draft.metrics = metrics();
    return draft;
  }

  private void readNear(PolicyDraft draft) {
    Long entries = one("nearCacheEntries", boxed(settings.nearCacheEntries()));
    draft.nearTtl = duration("nearCacheTtl", settings.nearCacheTtl(), "");
    if (entries != null && entries == 0 && draft.nearTtl == null) {
      draft.noNear = true;
    } else {
      draft.nearEntries = entries;
    }
  }

  private @Nullable Duration duration(String attribute, String text, String besides) {
    if (text.isEmpty()) {
      return null;
    }
    Optional<Duration> parsed = DurationText.parse(text);
    if (parsed.isEmpty()) {
      problems.add(attribute + " was '" + text + "' but " + DurationText.ALLOWED + besides);
    }
    // With some duration in its place, what depends on it is checked as if it were right.
    return parsed.orElse(SOME);
  }

  private @Nullable MetricsPolicy metrics() {
    Boolean on = flag("metrics", settings.metrics());
    Double rate = one("samplingRate", boxed(settings.samplingRate()));
    if (on == null && rate == null) {
      return null;
    }
    MetricsPolicy base = Objects.requireNonNullElse(defaults, MetricsPolicy.off());
    boolean enabled = on == null ? base.enabled() : on;
    if (!enabled && rate != null) {
      problems.add(
          "samplingRate was '" + rate + "' but metrics are off; add metrics = true, or remove it");
      return null;
    }
    try {
      return new MetricsPolicy(enabled, rate == null ? base.samplingRate() : rate, base.windows());
    } catch (ConfigurationException e) {
      problems.addAll(e.problems());
      return null;
    }
  }

  private @Nullable Boolean flag(String attribute, boolean[] values) {
    List<Boolean> flags = new ArrayList<>();
    for (boolean value : values) {
      flags.add(value);
    }
    return one(attribute, flags);
  }

  private <T> @Nullable T one(String attribute, List<T> values) {
    if (values.size() > 1) {
      problems.add(attribute + " was '" + values + "' but it takes one value, without braces");
    }
    return values.isEmpty() ? null : values.get(0);
  }

  private static List<Long> boxed(long[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static @Nullable String given(String text) {
    return text.isEmpty() ? null : text;
  }
}

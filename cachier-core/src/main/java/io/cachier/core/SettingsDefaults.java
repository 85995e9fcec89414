package io.cachier.core;

import io.cachier.ConfigurationException;
import io.cachier.MetricsPolicy;
import io.cachier.WaitPolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The defaults of functions, as the settings have them. */
final class SettingsDefaults {
  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final Duration SHORTEST = Duration.ofNanos(1);

  private SettingsDefaults() {}

  static PolicyDraft read(MergedSettings settings) {
    PolicyDraft draft = new PolicyDraft();
    draft.staleAfter = settings.duration("stale-after", SHORTEST, LONGEST).orElse(null);
    draft.staleWhileRevalidate =
        settings.duration("stale-while-revalidate", SHORTEST, LONGEST).orElse(null);
    draft.staleIfError = settings.duration("stale-if-error", SHORTEST, LONGEST).orElse(null);
    draft.jitter = settings.number("jitter").orElse(null);
    draft.earlyRefresh = settings.number("early-refresh").orElse(null);
    draft.cleanup = settings.duration("cleanup", Duration.ZERO, LONGEST).orElse(null);
    draft.keepKeys = settings.flag("keep-keys").orElse(null);
    OptionalInt nearEntries = settings.integer("near-cache.entries", 1, Integer.MAX_VALUE);
    draft.nearEntries = nearEntries.isEmpty() ? null : (long) nearEntries.getAsInt();
    draft.nearTtl = settings.duration("near-cache.ttl", SHORTEST, LONGEST).orElse(null);
    draft.waitTimeout = settings.duration("wait-timeout", Duration.ZERO, LONGEST).orElse(null);
    draft.waitPolicy = waitPolicy(settings);
    draft.cacheNulls = settings.flag("cache-nulls").orElse(null);
    settings.bytes("entry-size-limit").ifPresent(bytes -> draft.entrySizeLimit = bytes);
    draft.metrics = metrics(settings);
    draft.backend = settings.text("backend").orElse(null);
    return draft;
  }

  private static @Nullable WaitPolicy waitPolicy(MergedSettings settings) {
    String text = settings.text("wait-policy").orElse(null);
    if (text == null) {
      return null;
    }
    for (WaitPolicy policy : WaitPolicy.values()) {
      if (policy.name().equalsIgnoreCase(text)) {
        return policy;
      }
    }
    settings.reject(
        "wait-policy",
        "it must be one of " + Arrays.toString(WaitPolicy.values()).toLowerCase(Locale.ROOT));
    return null;
  }

  private static @Nullable MetricsPolicy metrics(MergedSettings settings) {
    boolean on = settings.flag("metrics").orElse(false);
    Optional<Double> rate = settings.number("metrics.sampling-rate");
    MetricsPolicy policy = null;
    try {
      // Checked even while metrics are off: whoever switches them on must not be surprised.
      MetricsPolicy sampled = MetricsPolicy.sampled(rate.orElse(1.0));
      policy = on ? sampled : null;
    } catch (ConfigurationException e) {
      settings.reject("metrics.sampling-rate", "it must be above 0 and at most 1");
    }
    return withWindows(settings, policy);
  }

  private static @Nullable MetricsPolicy withWindows(
      MergedSettings settings, @Nullable MetricsPolicy policy) {
    Optional<String> text = settings.text("metrics.windows");
    if (text.isEmpty()) {
      return policy;
    }
    List<Optional<Duration>> windows =
        Stream.of(text.get().split(",", -1)).map(DurationText::parse).toList();
    try {
      if (windows.stream().allMatch(Optional::isPresent)) {
        Duration[] lengths = windows.stream().flatMap(Optional::stream).toArray(Duration[]::new);
        MetricsPolicy checked = (policy == null ? MetricsPolicy.on() : policy).withWindows(lengths);
        return policy == null ? null : checked;
      }
    } catch (ConfigurationException e) {
      // Reported below, like a text that is no duration.
    }
    settings.reject(
        "metrics.windows", "it must be 1 to 8 durations from 1s to 366d, separated by commas");
    return policy;
  }
}

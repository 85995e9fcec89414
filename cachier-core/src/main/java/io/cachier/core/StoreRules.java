package io.cachier.core;

import io.cachier.CachePolicy;
import io.cachier.WaitPolicy;
import io.cachier.core.metrics.MetricsRecorder;
import io.cachier.core.size.SizeEstimator;
import io.cachier.metrics.CacheCounter;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which values may be stored, and for how long they are kept; counts those turned away. */
final class StoreRules {
  /** Kept past its last use, so that a stale value can still be counted or fall back on. */
  private static final Duration KEPT_LONGER = Duration.ofDays(1);

  private final CachePolicy policy;
  private final MetricsRecorder recorder;

  StoreRules(CachePolicy policy, MetricsRecorder recorder) {
    this.policy = policy;
    this.recorder = recorder;
  }

  boolean rejectsNull(@Nullable Object value) {
    if (value != null || policy.cacheNulls()) {
      return false;
    }
    recorder.count(CacheCounter.REJECTED_NULL);
    return true;
  }

  boolean rejectsSize(long sizeBytes) {
    if (policy.entrySizeLimit().isEmpty() || sizeBytes <= policy.entrySizeLimit().getAsLong()) {
      return false;
    }
    recorder.count(CacheCounter.REJECTED_SIZE);
    return true;
  }

  /** Live values are weighed only for someone: a limit, a bound, or metrics. */
  boolean measuresLiveValues() {
    return policy.entrySizeLimit().isPresent()
        || policy.bound().filter(bound -> bound.bytes().isPresent()).isPresent()
        || policy.metrics().enabled();
  }

  long estimate(@Nullable Object value) {
    return SizeEstimator.estimate(value);
  }

  boolean keepsKeys() {
    return policy.keepKeys();
  }

  /** The age past which no call is served an entry, so that it may be removed; empty: none is. */
  Optional<Duration> usableFor() {
    // A wait that runs out may serve a stale value of any age, if no ceiling says otherwise.
    boolean longer =
        policy.waitPolicy() == WaitPolicy.STALE && policy.staleWhileRevalidate().isEmpty();
    return longer ? retention() : policy.longestUse();
  }

  Optional<Duration> retention() {
    return policy.longestUse().map(d -> d.plus(KEPT_LONGER));
  }
}

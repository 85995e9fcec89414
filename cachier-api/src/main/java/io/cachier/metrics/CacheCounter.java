package io.cachier.metrics;

/** What is counted beside the calls themselves. */
public enum CacheCounter {
  /** Calls that found a stale entry, whether it was served or not. Sampled with its call. */
  STALE_FOUND(true),
  /** Nanoseconds of computing that hits and stale serves spared. Sampled with its call. */
  TIME_SAVED_NANOS(true),
  /** Hits recorded by hand through {@link CacheMetrics#recordHit()}. */
  RECORDED_HITS(false),
  /** Misses recorded by hand through {@link CacheMetrics#recordMiss()}. */
  RECORDED_MISSES(false),
  /** Recalculations recorded by hand through {@link CacheMetrics#recordRecalculation()}. */
  RECORDED_RECALCULATIONS(false),
  /** Stale hits recorded by hand through {@link CacheMetrics#recordStaleHit()}. */
  RECORDED_STALE_HITS(false),
  /**
   * Calls that bypassed the cache, recorded by hand through {@link CacheMetrics#record} at a
   * sampling rate below 1: what is recorded by hand is not sampled.
   */
  RECORDED_BYPASSES(false),
  /** Waits for another caller that ran out. */
  WAIT_TIMEOUTS(false),
  /** Values not stored because they exceed the size limit. */
  REJECTED_SIZE(false),
  /** Null results not stored. */
  REJECTED_NULL(false),
  /** Values not stored because the codec could not write them. */
  REJECTED_SERIALIZATION(false),
  /** Stored entries that could not be read: damaged, of another shape, or of another codec. */
  UNREADABLE(false),
  /** Backend operations that failed, timed out or were refused by the open circuit breaker. */
  BACKEND_ERRORS(false),
  /** Calls that ran uncached because no key could be made from their arguments. */
  UNKEYABLE(false),
  /** Writes refused because the writer's claim was no longer the newest. */
  FENCED_WRITES(false),
  /** Background computations that failed. */
  REFRESH_FAILURES(false),
  /** Calls that were served a stale value because the function failed. */
  SUPPRESSED_FAILURES(false),
  /** Bytes of payload read from a remote backend. */
  BYTES_READ(false),
  /** Bytes of payload written to a remote backend. */
  BYTES_WRITTEN(false),
  /** Entries removed because their time was over, as far as this process removed them. */
  REMOVED_EXPIRED(false),
  /** Entries evicted because of a bound on their number or size. */
  REMOVED_SIZE(false),
  /** Entries removed one by one, on request. */
  REMOVED_EXPLICIT(false),
  /** Entries removed by clearing the function. */
  REMOVED_CLEARED(false);

  private final boolean sampled;

  CacheCounter(boolean sampled) {
    this.sampled = sampled;
  }

  /**
   * Whether this counter follows its call's draw and is scaled when read.
   *
   * @return false for what is always counted in full
   */
  public boolean isSampled() {
    return sampled;
  }
}

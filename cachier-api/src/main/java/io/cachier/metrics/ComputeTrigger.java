package io.cachier.metrics;

/** Why the function ran. */
public enum ComputeTrigger {
  /** Nothing usable was stored. */
  MISS,
  /**
   * What was stored was stale, or older than the call allowed; in the call or in the background.
   */
  STALE,
  /**
   * The cache was not asked: {@code skip()}, {@code overwrite()}, a negative {@code maxAge},
   * caching off, or no key.
   */
  FORCED
}

package io.cachier;

import java.time.Duration;

/**
 * The settings that a function may have of its own, and that {@link CachierBuilder} takes as the
 * defaults of all its functions. Not thread-safe. A bad value is not refused here but when the
 * thing is built, together with all others.
 *
 * <p>Defaults: no shelf life, no stale serving, waits of 1 minute and then {@link
 * WaitPolicy#COMPUTE}, nulls not stored, no size limit, metrics off, backend as {@link Cachier}
 * describes.
 *
 * @param <B> the builder itself
 */
public interface CacheSettings<B extends CacheSettings<B>> {
  /**
   * The shelf life: values older than this are stale.
   *
   * @param age positive
   * @return this builder
   */
  B staleAfter(Duration age);

  /**
   * No shelf life, where the defaults have one.
   *
   * @return this builder
   */
  B neverStale();

  /**
   * Serves a stale value at once and computes it anew in the background, until the value is older
   * than {@code staleAfter} plus this. Past that hard ceiling calls compute.
   *
   * @param ceiling positive
   * @return this builder
   */
  B staleWhileRevalidate(Duration ceiling);

  /**
   * The longest wait for another caller's computation of the same key, in this process or another.
   *
   * @param timeout zero or more; zero: never wait
   * @return this builder
   */
  B waitTimeout(Duration timeout);

  /**
   * What follows a wait that ran out.
   *
   * @param policy the policy
   * @return this builder
   */
  B waitPolicy(WaitPolicy policy);

  /**
   * Whether a null result is stored like any other.
   *
   * @param store true to store nulls
   * @return this builder
   */
  B cacheNulls(boolean store);

  /**
   * Stores null results too: {@code cacheNulls(true)}.
   *
   * @return this builder
   */
  default B cacheNulls() {
    return cacheNulls(true);
  }

  /**
   * The largest value that is stored; larger ones are returned, not stored, and counted. On a local
   * backend sizes are estimates, on a remote one they are those of the stored bytes.
   *
   * @param bytes at least 1
   * @return this builder
   */
  B entrySizeLimit(long bytes);

  /**
   * The same limit as text.
   *
   * @param size a whole or decimal number and a unit: B, kB, MB, GB (powers of 1000) or KiB, MiB,
   *     GiB (powers of 1024), in any case, for example {@code 10MB} or {@code 512KiB}; no unit:
   *     bytes
   * @return this builder
   */
  B entrySizeLimit(String size);

  /**
   * What is recorded about calls.
   *
   * @param policy the policy
   * @return this builder
   */
  B metrics(MetricsPolicy policy);

  /**
   * Where entries live.
   *
   * @param name the name of a backend on the class path, or one that was added to the {@link
   *     CachierBuilder}
   * @return this builder
   */
  B backend(String name);
}

package io.cachier;

import java.time.Duration;

/**
 * The settings that a function may have of its own, and that {@link CachierBuilder} takes as the
 * defaults of all its functions. Not thread-safe. A bad value is not refused here but when the
 * thing is built, together with all others.
 *
 * <p>Defaults: no shelf life, no stale serving, no jitter, no early refresh, no cleanup, no
 * readable keys, waits of 1 minute and then {@link WaitPolicy#COMPUTE}, nulls not stored, no size
 * limit, no near cache, metrics off, backend as {@link Cachier} describes.
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
   * Serves a stale value in place of the function's exception, while the value is no older than
   * {@code staleAfter} plus this, for the caller whose run failed and for those who waited for it.
   * The call's outcome is {@code stale}; the failure is logged, rate-limited, and counted as {@link
   * io.cachier.metrics.CacheCounter#SUPPRESSED_FAILURES}.
   *
   * <p>Never held back: an {@link Error}, an {@link InterruptedException} and whatever else is
   * thrown while the thread's interrupt flag is set, a {@link ReentrantCallException}, the timeout
   * of the call's own wait, and any exception of a call that names {@code maxAge}.
   *
   * <pre>{@code
   * .staleAfter(Duration.ofMinutes(10)).staleIfError(Duration.ofHours(6))
   * }</pre>
   *
   * @param ceiling positive
   * @return this builder
   */
  B staleIfError(Duration ceiling);

  /**
   * Shortens the shelf life of each entry by a share of its own, from nothing up to this, so that
   * entries which were written together do not go stale together. An entry's share follows from its
   * key and from how long it took to compute: it never changes, and on a shared backend all
   * processes find the same. No shelf life is lengthened, and the ceilings stay where they are.
   *
   * <p>On a backend in this process the key's own {@code hashCode} spreads the entries.
   *
   * @param fraction 0 to below 1; 0: none
   * @return this builder
   */
  B jitter(double fraction);

  /**
   * Computes values anew in the background while they are still fresh, now and then, and the more
   * likely the nearer the end of their shelf life and the longer they take to compute: so a value
   * that is asked for often is renewed before anybody has to wait for it. The call that sets this
   * off is served the fresh value, as any hit is.
   *
   * <p>A hit of age <i>a</i>, shelf life <i>s</i> and computing time <i>d</i> does so if <i>a - d
   * &times; beta &times; ln u &ge; s</i>, with <i>u</i> drawn evenly from 0 to 1. This is XFetch:
   * Vattani, Chierichetti, Lowenstein, "Optimal Probabilistic Cache Stampede Prevention",
   * Proceedings of the VLDB Endowment 8(8), 2015. An entry given by {@code precache} has no
   * computing time and is not refreshed early.
   *
   * @param beta 0 to 1000; 1 is the paper's optimum, more is earlier, 0 is off
   * @return this builder
   */
  B earlyRefresh(double beta);

  /**
   * Early refresh with the paper's optimum: {@code earlyRefresh(1)}.
   *
   * @return this builder
   */
  default B earlyRefresh() {
    return earlyRefresh(1);
  }

  /**
   * How often entries that are too old to be served are removed in the background, by {@link
   * ManagedCache#cleanup()}: on one daemon thread for all functions of a {@link Cachier}, one after
   * the other, the first time after a random part of the interval. What it removes is counted as
   * expired; a failure is counted, told in a rate-limited warning, and tried again an interval
   * later. While caching is off nothing is removed.
   *
   * @param interval zero or more; zero, the default: never
   * @return this builder
   */
  B cleanup(Duration interval);

  /**
   * Whether entries carry their key in readable form, for {@link ManagedCache#entries()} and {@link
   * ManagedCache#invalidateIf}: the text that {@code toString} gives of the argument, or of what
   * {@code keyedBy} makes of it, at most 200 characters. On a remote backend it is stored in the
   * clear beside the value: leave it off where arguments are secret. It is never logged.
   *
   * @param keep true to keep them; the default is false
   * @return this builder
   */
  B keepKeys(boolean keep);

  /**
   * Keeps readable keys: {@code keepKeys(true)}.
   *
   * @return this builder
   */
  default B keepKeys() {
    return keepKeys(true);
  }

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
   * Keeps live values in this process, before a shared backend, for the calls that come next: such
   * a hit costs what a hit in memory does, and asks the backend nothing. A value is served from
   * here for {@code ttl} at most, and never when the same call would not be served it by the
   * backend for its age. What another process stores, removes or clears is dropped here as soon as
   * the backend tells of it; while the connection that tells is lost, nothing is served from here.
   * A backend that tells of no changes leaves it to {@code ttl} alone, which is logged when the
   * function is built.
   *
   * <p>Values are kept as they are, under the arguments as they are, compared by their {@code
   * equals}, as on a backend in this process: neither may be changed by who was given them. It
   * needs the module {@code io.cachier:cachier-backend-caffeine}, and is refused on a backend that
   * is in this process itself; as a default it is left out there.
   *
   * <pre>{@code
   * .backend("redis").staleAfter(Duration.ofHours(1)).nearCache(10_000, Duration.ofMinutes(1))
   * }</pre>
   *
   * @param maximumEntries how many values are kept, at least 1; those least likely to be asked for
   *     again make room
   * @param ttl how long one is kept, positive
   * @return this builder
   */
  B nearCache(long maximumEntries, Duration ttl);

  /**
   * No near cache, where the defaults have one.
   *
   * @return this builder
   */
  B noNearCache();

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

package io.cachier;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A function of two arguments whose results are cached.
 *
 * <p>Thread-safe. A call blocks while the function runs, while another caller computes the same key
 * (up to {@link CachePolicy#waitTimeout()}) and while a remote backend answers (up to the operation
 * timeout). An exception of the function reaches the caller as it is, and is not cached. A failure
 * of the cache costs time, never the result.
 *
 * @param <A> the first argument
 * @param <B> the second argument
 * @param <R> the result
 */
public interface CachedBiFunction<
        A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
    extends BiFunction<A, B, R>, ManagedCache {
  /**
   * Returns the cached result or computes it, under the function's own policy.
   *
   * @param first the first argument; null is a key like any other
   * @param second the second argument; null is a key like any other
   * @return the result; null if the function returned null
   * @throws WaitTimeoutException if a wait ran out and the policy is {@link WaitPolicy#FAIL}
   * @throws WaitInterruptedException if the thread was interrupted while waiting for another caller
   * @throws ReentrantCallException if the function calls itself with the same arguments
   */
  @Override
  R apply(A first, B second);

  /**
   * Returns the cached result or computes it, as this call's options say.
   *
   * @param first the first argument; null is a key like any other
   * @param second the second argument; null is a key like any other
   * @param options how this call uses the cache
   * @return the result; null if the function returned null
   * @throws WaitTimeoutException if a wait ran out and the policy is {@link WaitPolicy#FAIL}
   * @throws WaitInterruptedException if the thread was interrupted while waiting for another caller
   * @throws ReentrantCallException if the function calls itself with the same arguments
   */
  R apply(A first, B second, CallOptions options);

  /**
   * Returns the cached result, or has it computed, without blocking. Where nothing usable is
   * stored, the function runs on {@link CachierBuilder#executor}; while it does, and while others
   * compute or a remote backend answers, no thread waits.
   *
   * <p>Each call has a future of its own: cancelling or completing it disturbs neither the
   * computation nor other callers. It fails with the function's own exception, with {@link
   * WaitTimeoutException} or with {@link ReentrantCallException}; nothing is thrown from here.
   *
   * @param first the first argument; null is a key like any other
   * @param second the second argument; null is a key like any other
   * @return completes with the result, with null if the function returned null
   */
  CompletableFuture<R> applyAsync(A first, B second);

  /**
   * Returns the cached result, or has it computed, without blocking, as this call's options say.
   * Where nothing usable is stored, the function runs on {@link CachierBuilder#executor}; while it
   * does, and while others compute or a remote backend answers, no thread waits.
   *
   * <p>Each call has a future of its own: cancelling or completing it disturbs neither the
   * computation nor other callers. It fails with the function's own exception, with {@link
   * WaitTimeoutException} or with {@link ReentrantCallException}; nothing is thrown from here.
   *
   * @param first the first argument; null is a key like any other
   * @param second the second argument; null is a key like any other
   * @param options how this call uses the cache
   * @return completes with the result, with null if the function returned null
   */
  CompletableFuture<R> applyAsync(A first, B second, CallOptions options);

  /**
   * Removes one entry. A computation of it that runs meanwhile is not stored.
   *
   * @param first the first argument; null is a key like any other
   * @param second the second argument; null is a key like any other
   * @throws BackendException if the backend could not do it
   */
  void invalidate(A first, B second);

  /**
   * Stores a result that was obtained elsewhere, over whatever is there. The null and size rules of
   * the policy apply.
   *
   * @param first the first argument; null is a key like any other
   * @param second the second argument; null is a key like any other
   * @param result what calls will be given
   * @return whether it was stored: false if a rule of the policy forbids it or the cache is off
   * @throws BackendException if the backend could not do it
   * @throws CodecException if the result can't be written
   */
  boolean precache(A first, B second, R result);

  /**
   * Tells what a call would do and why. Looks into the cache, and changes nothing: no claim, no
   * store, no computation, no figure. Costs one look-up, which may block for the operation timeout.
   *
   * @param first the first argument; null is a key like any other
   * @param second the second argument; null is a key like any other
   * @return the steps and the verdict
   */
  default Explanation explain(A first, B second) {
    return explain(first, second, CallOptions.defaults());
  }

  /**
   * Tells what a call with options would do and why. Looks into the cache, and changes nothing: no
   * claim, no store, no computation, no figure. Costs one look-up, which may block for the
   * operation timeout.
   *
   * @param first the first argument; null is a key like any other
   * @param second the second argument; null is a key like any other
   * @param options how that call would use the cache; nobody is told but by the result
   * @return the steps and the verdict
   */
  Explanation explain(A first, B second, CallOptions options);
}

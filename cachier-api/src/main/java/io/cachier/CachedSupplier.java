package io.cachier;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A supplier whose one result is cached.
 *
 * <p>Thread-safe. A call blocks while the function runs, while another caller computes the same key
 * (up to {@link CachePolicy#waitTimeout()}) and while a remote backend answers (up to the operation
 * timeout). An exception of the function reaches the caller as it is, and is not cached. A failure
 * of the cache costs time, never the result.
 *
 * @param <R> the result
 */
public interface CachedSupplier<R extends @Nullable Object> extends Supplier<R>, ManagedCache {
  /**
   * Returns the cached result or computes it, under the function's own policy.
   *
   * @return the result; null if the function returned null
   * @throws WaitTimeoutException if a wait ran out and the policy is {@link WaitPolicy#FAIL}
   * @throws WaitInterruptedException if the thread was interrupted while waiting for another caller
   * @throws ReentrantCallException if the function calls itself with the same arguments
   */
  @Override
  R get();

  /**
   * Returns the cached result or computes it, as this call's options say.
   *
   * @param options how this call uses the cache
   * @return the result; null if the function returned null
   * @throws WaitTimeoutException if a wait ran out and the policy is {@link WaitPolicy#FAIL}
   * @throws WaitInterruptedException if the thread was interrupted while waiting for another caller
   * @throws ReentrantCallException if the function calls itself with the same arguments
   */
  R get(CallOptions options);

  /**
   * Returns the cached result, or has it computed, without blocking. Where nothing usable is
   * stored, the supplier runs on {@link CachierBuilder#executor}; while it does, and while others
   * compute or a remote backend answers, no thread waits.
   *
   * <p>Each call has a future of its own: cancelling or completing it disturbs neither the
   * computation nor other callers. It fails with the function's own exception, with {@link
   * WaitTimeoutException} or with {@link ReentrantCallException}; nothing is thrown from here.
   *
   * @return completes with the result, with null if the supplier returned null
   */
  CompletableFuture<R> getAsync();

  /**
   * Returns the cached result, or has it computed, without blocking, as this call's options say.
   * Where nothing usable is stored, the supplier runs on {@link CachierBuilder#executor}; while it
   * does, and while others compute or a remote backend answers, no thread waits.
   *
   * <p>Each call has a future of its own: cancelling or completing it disturbs neither the
   * computation nor other callers. It fails with the function's own exception, with {@link
   * WaitTimeoutException} or with {@link ReentrantCallException}; nothing is thrown from here.
   *
   * @param options how this call uses the cache
   * @return completes with the result, with null if the supplier returned null
   */
  CompletableFuture<R> getAsync(CallOptions options);

  /**
   * Removes one entry. A computation of it that runs meanwhile is not stored.
   *
   * @throws BackendException if the backend could not do it
   */
  void invalidate();

  /**
   * Stores a result that was obtained elsewhere, over whatever is there. The null and size rules of
   * the policy apply.
   *
   * @param result what calls will be given
   * @return whether it was stored: false if a rule of the policy forbids it or the cache is off
   * @throws BackendException if the backend could not do it
   * @throws CodecException if the result can't be written
   */
  boolean precache(R result);

  /**
   * Tells what a call would do and why. Looks into the cache, and changes nothing: no claim, no
   * store, no computation, no figure. Costs one look-up, which may block for the operation timeout.
   *
   * @return the steps and the verdict
   */
  default Explanation explain() {
    return explain(CallOptions.defaults());
  }

  /**
   * Tells what a call with options would do and why. Looks into the cache, and changes nothing: no
   * claim, no store, no computation, no figure. Costs one look-up, which may block for the
   * operation timeout.
   *
   * @param options how that call would use the cache; nobody is told but by the result
   * @return the steps and the verdict
   */
  Explanation explain(CallOptions options);
}

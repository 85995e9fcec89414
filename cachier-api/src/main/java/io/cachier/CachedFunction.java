package io.cachier;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A function of one argument whose results are cached.
 *
 * <p>Thread-safe. A call blocks while the function runs, while another caller computes the same key
 * (up to {@link CachePolicy#waitTimeout()}) and while a remote backend answers (up to the operation
 * timeout). An exception of the function reaches the caller as it is, and is not cached. A failure
 * of the cache costs time, never the result.
 *
 * @param <A> the argument
 * @param <R> the result
 */
public interface CachedFunction<A extends @Nullable Object, R extends @Nullable Object>
    extends Function<A, R>, ManagedCache {
  /**
   * Returns the cached result or computes it, under the function's own policy.
   *
   * @param argument the argument; null is a key like any other
   * @return the result; null if the function returned null
   * @throws WaitTimeoutException if a wait ran out and the policy is {@link WaitPolicy#FAIL}
   * @throws WaitInterruptedException if the thread was interrupted while waiting for another caller
   * @throws ReentrantCallException if the function calls itself with the same arguments
   */
  @Override
  R apply(A argument);

  /**
   * Returns the cached result or computes it, as this call's options say.
   *
   * @param argument the argument; null is a key like any other
   * @param options how this call uses the cache
   * @return the result; null if the function returned null
   * @throws WaitTimeoutException if a wait ran out and the policy is {@link WaitPolicy#FAIL}
   * @throws WaitInterruptedException if the thread was interrupted while waiting for another caller
   * @throws ReentrantCallException if the function calls itself with the same arguments
   */
  R apply(A argument, CallOptions options);

  /**
   * Removes one entry. A computation of it that runs meanwhile is not stored.
   *
   * @param argument the argument; null is a key like any other
   * @throws BackendException if the backend could not do it
   */
  void invalidate(A argument);

  /**
   * Stores a result that was obtained elsewhere, over whatever is there. The null and size rules of
   * the policy apply.
   *
   * @param argument the argument; null is a key like any other
   * @param result what calls will be given
   * @return whether it was stored: false if a rule of the policy forbids it or the cache is off
   * @throws BackendException if the backend could not do it
   * @throws CodecException if the result can't be written
   */
  boolean precache(A argument, R result);
}

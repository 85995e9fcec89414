package io.cachier;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
   * Returns the cached result, or has it computed, without blocking. Where nothing usable is
   * stored, the function runs on {@link CachierBuilder#executor}; while it does, and while others
   * compute or a remote backend answers, no thread waits.
   *
   * <p>Each call has a future of its own: cancelling or completing it disturbs neither the
   * computation nor other callers. It fails with the function's own exception, with {@link
   * WaitTimeoutException} or with {@link ReentrantCallException}; nothing is thrown from here.
   *
   * @param argument the argument; null is a key like any other
   * @return completes with the result, with null if the function returned null
   */
  CompletableFuture<R> applyAsync(A argument);

  /**
   * Returns the cached result, or has it computed, without blocking, as this call's options say.
   * Where nothing usable is stored, the function runs on {@link CachierBuilder#executor}; while it
   * does, and while others compute or a remote backend answers, no thread waits.
   *
   * <p>Each call has a future of its own: cancelling or completing it disturbs neither the
   * computation nor other callers. It fails with the function's own exception, with {@link
   * WaitTimeoutException} or with {@link ReentrantCallException}; nothing is thrown from here.
   *
   * @param argument the argument; null is a key like any other
   * @param options how this call uses the cache
   * @return completes with the result, with null if the function returned null
   */
  CompletableFuture<R> applyAsync(A argument, CallOptions options);

  /**
   * Returns the results of many arguments. All are looked up before the first answer is waited for,
   * in rounds of 100; what is not stored is then computed one after the other, in this thread, as
   * {@link #apply(Object)} would; what other callers are computing is waited for last.
   *
   * <p>Each argument counts as a call of its own. The first failure ends it: what was computed
   * until then is stored, what was not is not tried.
   *
   * @param arguments the arguments; null is one like any other, and each is computed once however
   *     often it is there
   * @return the results, in the order in which the arguments were given; unmodifiable
   * @throws WaitTimeoutException if a wait ran out and the policy is {@link WaitPolicy#FAIL}
   * @throws WaitInterruptedException if the thread was interrupted while waiting for another caller
   * @throws ReentrantCallException if the function calls itself with the same arguments
   */
  Map<A, R> applyAll(Collection<? extends A> arguments);

  /**
   * Returns the results of many arguments without blocking: an {@link #applyAsync(Object)} for
   * each, all at once. {@link CachierBuilder#executor} bounds how many of them run the function.
   *
   * @param arguments the arguments; null is one like any other, and each is computed once however
   *     often it is there
   * @return completes when every call has ended: with the results, in the order in which the
   *     arguments were given, unmodifiable; or with the failure of the first argument that has one
   */
  CompletableFuture<Map<A, R>> applyAllAsync(Collection<? extends A> arguments);

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

  /**
   * Stores many results that were obtained elsewhere, as {@link #precache(Object, Object)} does. On
   * a remote backend all are written at once, in rounds of 100, instead of one after the other.
   *
   * @param results the results by argument
   * @return how many were stored
   * @throws BackendException if the backend could not store some; the others of their round are
   *     stored, the rounds after it are not begun
   * @throws CodecException if a result can't be written; nothing of its round is stored then
   */
  int precacheAll(Map<? extends A, ? extends R> results);

  /**
   * Tells what a call would do and why. Looks into the cache, and changes nothing: no claim, no
   * store, no computation, no figure. Costs one look-up, which may block for the operation timeout.
   *
   * @param argument the argument; null is a key like any other
   * @return the steps and the verdict
   */
  default Explanation explain(A argument) {
    return explain(argument, CallOptions.defaults());
  }

  /**
   * Tells what a call with options would do and why. Looks into the cache, and changes nothing: no
   * claim, no store, no computation, no figure. Costs one look-up, which may block for the
   * operation timeout.
   *
   * @param argument the argument; null is a key like any other
   * @param options how that call would use the cache; nobody is told but by the result
   * @return the steps and the verdict
   */
  Explanation explain(A argument, CallOptions options);
}

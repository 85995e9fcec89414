package io.cachier;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A function that answers by a stage, and whose results are cached. What is cached is the result,
 * not the stage.
 *
 * <pre>{@code
 * CachedAsyncFunction<String, Forecast> forecast =
 *     cachier
 *         .asyncFunction("weather.forecast", String.class, Forecast.class, client::fetchAsync)
 *         .staleAfter(Duration.ofMinutes(10))
 *         .build();
 * CompletableFuture<Forecast> paris = forecast.apply("Paris");
 * }</pre>
 *
 * <p>Thread-safe. A call blocks for nothing: neither while the function's stage is under way, nor
 * while another caller computes the same key, nor while a remote backend answers. (The {@code file}
 * backend does its short work on the thread that asks.) One computation a key runs at a time, here
 * and over all processes that share the store. Whoever waits for another's waits {@link
 * CachePolicy#waitTimeout()} at most, and what follows is the {@link WaitPolicy}'s to say.
 *
 * <p>Each call has a future of its own: cancelling or completing it disturbs neither the
 * computation nor other callers. A failure of the function reaches it as it is, freed of the {@link
 * java.util.concurrent.CompletionException}s around it, and is not cached: what its stage failed
 * with, a {@link java.util.concurrent.CancellationException} if the stage was cancelled, what the
 * function threw instead of returning a stage, or a {@link NullPointerException} if it returned
 * none. A failure of the cache costs time, never the result.
 *
 * <p>The function is called on the calling thread as long as everything before it was answered at
 * once, else on {@link CachierBuilder#executor}; it should not block. Futures are completed on that
 * executor too, unless they are complete when they are returned. A function that calls itself with
 * the same argument before it returns its stage gets a failed future ({@link
 * ReentrantCallException}); stages that wait for each other in a circle later on are not found, and
 * {@code waitTimeout} ends them.
 *
 * @param <A> the argument
 * @param <R> the result
 */
public interface CachedAsyncFunction<A extends @Nullable Object, R extends @Nullable Object>
    extends Function<A, CompletableFuture<R>>, ManagedCache {
  /**
   * Returns the cached result or has it computed, under the function's own policy.
   *
   * @param argument the argument; null is a key like any other
   * @return completes with the result; already complete where it was found in this process
   */
  @Override
  CompletableFuture<R> apply(A argument);

  /**
   * Returns the cached result or has it computed, as this call's options say.
   *
   * @param argument the argument; null is a key like any other
   * @param options how this call uses the cache
   * @return completes with the result
   */
  CompletableFuture<R> apply(A argument, CallOptions options);

  /**
   * Returns the results of many arguments: an {@link #apply(Object)} for each, all at once. Nothing
   * bounds how many stages of the function are under way.
   *
   * @param arguments the arguments; null is one like any other, and each is computed once however
   *     often it is there
   * @return completes when every call has ended: with the results, in the order in which the
   *     arguments were given, unmodifiable; or with the failure of the first argument that has one
   */
  CompletableFuture<Map<A, R>> applyAll(Collection<? extends A> arguments);

  /**
   * Removes one entry. A computation of it that runs meanwhile is not stored. Blocks while a remote
   * backend answers.
   *
   * @param argument the argument; null is a key like any other
   * @throws BackendException if the backend could not do it
   */
  void invalidate(A argument);

  /**
   * Stores a result that was obtained elsewhere, over whatever is there. The null and size rules of
   * the policy apply. Blocks while a remote backend answers.
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
}

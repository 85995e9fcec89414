package io.cachier;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * The management of one {@link Cached} method of a proxy; calls go through the proxy itself.
 * Thread-safe.
 *
 * <pre>{@code
 * CachedMethod forecast =
 *     cachier.cachedMethod(weather, "forecast", String.class, LocalDate.class);
 * forecast.invalidate("Paris", LocalDate.now());
 * double ratio = forecast.metrics().hitRatio(Duration.ofHours(1));
 * }</pre>
 *
 * <p>Arguments are given as to the method: all of them, in order, an array for a varargs parameter.
 * Those that are no part of the key may be null. Closing it makes the proxy's calls go straight to
 * the target, and gives the name back.
 */
public interface CachedMethod extends ManagedCache {
  /**
   * The method, as its interface declares it.
   *
   * @return the method
   */
  Method method();

  /**
   * Removes one entry. A computation of it that runs meanwhile is not stored.
   *
   * @param arguments the method's arguments
   * @throws IllegalArgumentException if they are not as many, or not of the types, that the method
   *     has
   * @throws BackendException if the backend could not do it
   */
  void invalidate(@Nullable Object... arguments);

  /**
   * Stores a result that was obtained elsewhere, over whatever is there. The null and size rules of
   * the policy apply.
   *
   * @param result what calls will be given; for an asynchronous method, what its stages complete
   *     with
   * @param arguments the method's arguments
   * @return whether it was stored: false if a rule of the policy forbids it or the cache is off
   * @throws IllegalArgumentException if the result, or the arguments, are not of the types that the
   *     method has
   * @throws BackendException if the backend could not do it
   * @throws CodecException if the result can't be written
   */
  boolean precache(@Nullable Object result, @Nullable Object... arguments);

  /**
   * Tells what a call would do and why. Looks into the cache, and changes nothing: no claim, no
   * store, no computation, no figure. Costs one look-up, which may block for the operation timeout.
   *
   * @param arguments the method's arguments; {@link CallOptions} among them say how that call would
   *     use the cache
   * @return the steps and the verdict
   * @throws IllegalArgumentException if the arguments are not of the types that the method has
   */
  Explanation explain(@Nullable Object... arguments);
}

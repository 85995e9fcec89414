package io.cachier;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The root: settings, backends, exporters, and the functions that are cached. Thread-safe; one for
 * an application is usual. Closing it closes every backend and stops every exporter that it opened.
 *
 * <pre>{@code
 * try (Cachier cachier = Cachier.create()) {
 *   CachedFunction<String, Integer> length =
 *       cachier
 *           .function("text.length", String.class, Integer.class, String::length)
 *           .staleAfter(Duration.ofMinutes(10))
 *           .build();
 *   int five = length.apply("hello");
 * }
 * }</pre>
 *
 * <p>A function's backend is the one its builder names, else the setting {@code cachier.backend},
 * else the one remote backend module on the class path when there is exactly one, else {@code
 * file}. Two modules and no choice made is an error that names both.
 */
public interface Cachier extends AutoCloseable {
  /**
   * A cachier with the settings of the environment and nothing else.
   *
   * @return a new instance, to be closed by the caller
   * @throws ConfigurationException with every bad setting; or if cachier-core is not on the class
   *     path
   */
  static Cachier create() {
    return builder().build();
  }

  /**
   * Starts building a cachier.
   *
   * @return a new builder
   * @throws ConfigurationException if cachier-core is not on the class path
   */
  static CachierBuilder builder() {
    return EngineLookup.find().newBuilder();
  }

  /**
   * Whether caching is on in this process.
   *
   * @return true unless it was switched off
   */
  static boolean isCachingEnabled() {
    return CachingSwitch.isOn();
  }

  /**
   * Switches caching on or off for every cachier in this process, while it runs. Off: functions run
   * uncached, nothing is read or written; entries stay.
   *
   * @param enabled false to switch off
   */
  static void setCachingEnabled(boolean enabled) {
    CachingSwitch.set(enabled);
  }

  /**
   * Starts building a cached function.
   *
   * @param <A> the argument
   * @param <R> the result
   * @param name identifies the function and its entries, over restarts and machines; 1 to 200
   *     characters, not blank, no control characters; unique in this cachier
   * @param argument the argument's type
   * @param result the result's type
   * @param function what is cached
   * @return a builder
   */
  default <A, R extends @Nullable Object> FunctionBuilder<A, R> function(
      String name, Class<A> argument, Class<R> result, Function<? super A, ? extends R> function) {
    return function(name, TypeRef.of(argument), TypeRef.of(result), function);
  }

  /**
   * Starts building a cached function over generic types.
   *
   * @param <A> the argument
   * @param <R> the result
   * @param name identifies the function and its entries, as in {@link #function(String, Class,
   *     Class, Function)}
   * @param argument the argument's type
   * @param result the result's type
   * @param function what is cached
   * @return a builder
   */
  <A extends @Nullable Object, R extends @Nullable Object> FunctionBuilder<A, R> function(
      String name,
      TypeRef<A> argument,
      TypeRef<R> result,
      Function<? super A, ? extends R> function);

  /**
   * Starts building a cached function that answers by a stage.
   *
   * @param <A> the argument
   * @param <R> the result, as the stage gives it
   * @param name identifies the function and its entries, as in {@link #function(String, Class,
   *     Class, Function)}
   * @param argument the argument's type
   * @param result the type of what the stage gives
   * @param function what is cached; should not block
   * @return a builder
   */
  default <A, R extends @Nullable Object> AsyncFunctionBuilder<A, R> asyncFunction(
      String name,
      Class<A> argument,
      Class<R> result,
      Function<? super A, ? extends CompletionStage<? extends R>> function) {
    return asyncFunction(name, TypeRef.of(argument), TypeRef.of(result), function);
  }

  /**
   * Starts building a cached function that answers by a stage, over generic types.
   *
   * @param <A> the argument
   * @param <R> the result, as the stage gives it
   * @param name identifies the function and its entries, as in {@link #function(String, Class,
   *     Class, Function)}
   * @param argument the argument's type
   * @param result the type of what the stage gives
   * @param function what is cached; should not block
   * @return a builder
   */
  <A extends @Nullable Object, R extends @Nullable Object> AsyncFunctionBuilder<A, R> asyncFunction(
      String name,
      TypeRef<A> argument,
      TypeRef<R> result,
      Function<? super A, ? extends CompletionStage<? extends R>> function);

  /**
   * Starts building a cached function of two arguments.
   *
   * @param <A> the first argument
   * @param <B> the second argument
   * @param <R> the result
   * @param name identifies the function and its entries, as in {@link #function(String, Class,
   *     Class, Function)}
   * @param first the first argument's type
   * @param second the second argument's type
   * @param result the result's type
   * @param function what is cached
   * @return a builder
   */
  default <A, B, R extends @Nullable Object> BiFunctionBuilder<A, B, R> biFunction(
      String name,
      Class<A> first,
      Class<B> second,
      Class<R> result,
      BiFunction<? super A, ? super B, ? extends R> function) {
    return biFunction(name, TypeRef.of(first), TypeRef.of(second), TypeRef.of(result), function);
  }

  /**
   * Starts building a cached function of two arguments over generic types.
   *
   * @param <A> the first argument
   * @param <B> the second argument
   * @param <R> the result
   * @param name identifies the function and its entries, as in {@link #function(String, Class,
   *     Class, Function)}
   * @param first the first argument's type
   * @param second the second argument's type
   * @param result the result's type
   * @param function what is cached
   * @return a builder
   */
  <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      BiFunctionBuilder<A, B, R> biFunction(
          String name,
          TypeRef<A> first,
          TypeRef<B> second,
          TypeRef<R> result,
          BiFunction<? super A, ? super B, ? extends R> function);

  /**
   * Starts building a cached supplier.
   *
   * @param <R> the result
   * @param name identifies the supplier and its entry, as in {@link #function(String, Class, Class,
   *     Function)}
   * @param result the result's type
   * @param supplier what is cached
   * @return a builder
   */
  default <R extends @Nullable Object> SupplierBuilder<R> supplier(
      String name, Class<R> result, Supplier<? extends R> supplier) {
    return supplier(name, TypeRef.of(result), supplier);
  }

  /**
   * Starts building a cached supplier of a generic type.
   *
   * @param <R> the result
   * @param name identifies the supplier and its entry, as in {@link #function(String, Class, Class,
   *     Function)}
   * @param result the result's type
   * @param supplier what is cached
   * @return a builder
   */
  <R extends @Nullable Object> SupplierBuilder<R> supplier(
      String name, TypeRef<R> result, Supplier<? extends R> supplier);

  /**
   * Makes a cached face of a target: an implementation of the interface whose {@link Cached}
   * methods go through the cache, and all others straight to the target. Thread-safe if the target
   * is.
   *
   * <pre>{@code
   * interface Weather {
   *   @Cached(staleAfter = "10m", metrics = true)
   *   Forecast forecast(String city, LocalDate day);
   * }
   *
   * Weather weather = cachier.proxy(Weather.class, realWeather);
   * }</pre>
   *
   * <p>A proxy's identity is its interface: the entries of a method belong to interface, method and
   * parameter types (or to {@link Cached#name}), whichever the target is. A second proxy of the
   * same interface is refused; give it a name of its own by {@link #proxy(Class, Object, String)}.
   *
   * <p>An exception of the target reaches the caller as it is; only a checked one that the method
   * does not declare comes wrapped, as from any Java proxy. A default method runs on the target.
   * What the target calls on itself does not pass through the cache. {@code equals} is identity.
   *
   * <p>A method that returns a {@link java.util.concurrent.CompletionStage} or {@link
   * java.util.concurrent.CompletableFuture} is cached by what its stage completes with.
   *
   * @param <T> the interface
   * @param type the interface; not sealed, with at least one {@link Cached} method
   * @param target what computes
   * @return the cached face
   * @throws ConfigurationException with everything that can't work, of all its methods, together
   */
  <T> T proxy(Class<T> type, T target);

  /**
   * Makes a cached face of a target, as {@link #proxy(Class, Object)} does, under a name of its
   * own: its identity is that name instead of the interface's.
   *
   * @param <T> the interface
   * @param type the interface; not sealed, with at least one {@link Cached} method
   * @param target what computes
   * @param name stands before the names of all its methods, with a dot between; not blank
   * @return the cached face
   * @throws ConfigurationException with everything that can't work, of all its methods, together
   */
  <T> T proxy(Class<T> type, T target, String name);

  /**
   * The management of a proxy's cached methods.
   *
   * @param proxy what {@link #proxy(Class, Object)} of this cachier made
   * @return its {@link Cached} methods, in the order of their names; closed ones too
   * @throws IllegalArgumentException if it is no such proxy
   */
  List<CachedMethod> cachedMethods(Object proxy);

  /**
   * The management of one cached method of a proxy.
   *
   * @param proxy what {@link #proxy(Class, Object)} of this cachier made
   * @param method the method's name
   * @param parameterTypes the erased types of its parameters, {@link CallOptions} included
   * @return its management
   * @throws IllegalArgumentException if it is no such proxy, or has no such cached method
   */
  default CachedMethod cachedMethod(Object proxy, String method, Class<?>... parameterTypes) {
    List<CachedMethod> all = cachedMethods(proxy);
    for (CachedMethod each : all) {
      if (each.method().getName().equals(method)
          && Arrays.equals(each.method().getParameterTypes(), parameterTypes)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "no cached method '"
            + method
            + "' with parameters "
            + Arrays.toString(parameterTypes)
            + "; found "
            + all.stream().map(each -> each.method().toString()).toList());
  }

  /**
   * The functions that were built and not closed.
   *
   * @return an immutable copy, in no order; those of proxies are {@link CachedMethod}s
   */
  Collection<ManagedCache> functions();

  /**
   * Whether this cachier caches.
   *
   * @return true unless it was switched off here; {@link #isCachingEnabled()} is a switch of its
   *     own
   */
  boolean isEnabled();

  /**
   * Switches caching on or off for this cachier's functions, while they run. Off: functions run
   * uncached, nothing is read or written; entries stay.
   *
   * @param enabled false to switch off
   */
  void setEnabled(boolean enabled);

  /**
   * What was found and chosen, for a person to read: backends, codecs, exporters, settings and
   * where each came from. Holds no secret.
   *
   * @return several lines of text
   */
  String describe();

  /**
   * Closes all functions, stops the exporters and closes the backends that this cachier opened.
   * Waits 5 seconds at most. A call after that runs its function uncached. Closing twice is once.
   */
  @Override
  void close();
}

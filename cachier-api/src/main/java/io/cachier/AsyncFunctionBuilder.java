package io.cachier;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link CachedAsyncFunction}. Defaults as in {@link CacheSettings}, version empty, key:
 * the argument. Not thread-safe.
 *
 * @param <A> the argument
 * @param <R> the result
 */
public interface AsyncFunctionBuilder<A extends @Nullable Object, R extends @Nullable Object>
    extends CacheSettings<AsyncFunctionBuilder<A, R>> {
  /**
   * The version of the function's code. Entries of other versions are not found on a remote
   * backend.
   *
   * @param version any text
   * @return this builder
   */
  AsyncFunctionBuilder<A, R> version(String version);

  /**
   * Makes the key from the argument, where the argument's own type has none that is stable, or
   * where only a part of it decides the result.
   *
   * @param key gives a value of a type that has a stable key: a text, number, record, list ...
   * @return this builder
   */
  AsyncFunctionBuilder<A, R> keyedBy(Function<? super A, ?> key);

  /**
   * Builds the function and registers its name.
   *
   * @return the cached function
   * @throws ConfigurationException with every setting that can't work, together
   */
  CachedAsyncFunction<A, R> build();
}

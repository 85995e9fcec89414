package io.cachier;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link CachedBiFunction}. Defaults as in {@link CacheSettings}, version empty, key: both
 * arguments. Not thread-safe.
 *
 * @param <A> the first argument
 * @param <B> the second argument
 * @param <R> the result
 */
public interface BiFunctionBuilder<
        A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
    extends CacheSettings<BiFunctionBuilder<A, B, R>>, BoundSettings<BiFunctionBuilder<A, B, R>> {
  /**
   * The version of the function's code. Entries of other versions are not found on a remote
   * backend.
   *
   * @param version any text
   * @return this builder
   */
  BiFunctionBuilder<A, B, R> version(String version);

  /**
   * Makes the key from the arguments, where their own types have none that is stable, or where only
   * a part of them decides the result.
   *
   * @param key gives a value of a type that has a stable key: a text, number, record, list ...
   * @return this builder
   */
  BiFunctionBuilder<A, B, R> keyedBy(BiFunction<? super A, ? super B, ?> key);

  /**
   * Builds the function and registers its name.
   *
   * @return the cached function
   * @throws ConfigurationException with every setting that can't work, together
   */
  CachedBiFunction<A, B, R> build();
}

package io.cachier;

import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link CachedSupplier}. Defaults as in {@link CacheSettings}, version empty. Not
 * thread-safe.
 *
 * @param <R> the result
 */
public interface SupplierBuilder<R extends @Nullable Object>
    extends CacheSettings<SupplierBuilder<R>> {
  /**
   * The version of the supplier's code. Entries of other versions are not found on a remote
   * backend.
   *
   * @param version any text
   * @return this builder
   */
  SupplierBuilder<R> version(String version);

  /**
   * Builds the supplier and registers its name.
   *
   * @return the cached supplier
   * @throws ConfigurationException with every setting that can't work, together
   */
  CachedSupplier<R> build();
}

package io.cachier;

/**
 * A bound on what a function keeps in this process. It needs the module {@code
 * io.cachier:cachier-backend-caffeine}, whose backend {@code caffeine} then serves the function,
 * unless it names another that can keep a bound. By default there is none. Not thread-safe.
 *
 * <pre>{@code
 * cachier.function("tile", Place.class, Image.class, renderer::draw).maximumBytes("200MB").build()
 * }</pre>
 *
 * @param <B> the builder itself
 */
public interface BoundSettings<B extends BoundSettings<B>> {
  /**
   * Keeps at most so many entries; those least likely to be asked for again are evicted, and
   * counted as removed by cause {@code size}.
   *
   * @param entries at least 1; not together with {@code maximumBytes}
   * @return this builder
   */
  B maximumEntries(long entries);

  /**
   * Keeps at most so many bytes, as estimated from the live values when they are stored.
   *
   * @param bytes at least 1; not together with {@code maximumEntries}
   * @return this builder
   */
  B maximumBytes(long bytes);

  /**
   * As {@link #maximumBytes(long)}.
   *
   * @param size a number and a unit, as in {@link CacheSettings#entrySizeLimit(String)}: {@code
   *     "200MB"}
   * @return this builder
   */
  B maximumBytes(String size);
}

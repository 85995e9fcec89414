package io.cachier.metrics;

/**
 * Times a block of code for {@link CacheMetrics#time()}. To be used by one thread, in a {@code try}
 * statement.
 */
public interface MetricsContext extends AutoCloseable {
  /** Records the time since the context was made. Closing twice records once. */
  @Override
  void close();
}

package io.cachier.backend.caffeine;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.cachier.spi.Bound;
import io.cachier.spi.BoundedBackendProvider;
import io.cachier.spi.LocalBackend;
import io.cachier.spi.Settings;

/**
 * Opens the backend {@code caffeine}: live values in this process, under live keys, within a bound.
 * It serves every function that asks for one with {@code maximumEntries} or {@code maximumBytes};
 * which entries go is Caffeine's choice, by how recently and how often they were used. A function
 * that names this backend and asks for no bound has none.
 */
public final class CaffeineBackendProvider implements BoundedBackendProvider {
  /** Made by {@link java.util.ServiceLoader}. */
  public CaffeineBackendProvider() {}

  @Override
  public String name() {
    return "caffeine";
  }

  @Override
  public LocalBackend open(String function, Settings settings) {
    return new CaffeineBackend(Caffeine.newBuilder(), () -> {});
  }

  @Override
  public LocalBackend open(String function, Bound bound, Runnable evicted, Settings settings) {
    Caffeine<Object, Object> builder = Caffeine.newBuilder();
    bound.entries().ifPresent(builder::maximumSize);
    bound
        .bytes()
        .ifPresent(bytes -> builder.maximumWeight(bytes).weigher(CaffeineBackend::weightOf));
    return new CaffeineBackend(builder, evicted);
  }
}

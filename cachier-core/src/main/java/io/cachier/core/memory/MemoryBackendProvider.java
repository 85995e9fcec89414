package io.cachier.core.memory;

import io.cachier.spi.LocalBackend;
import io.cachier.spi.LocalBackendProvider;
import io.cachier.spi.Settings;

/**
 * Opens the backend {@code memory}: live values in this process, under live keys, without a bound.
 * An entry stays until it is removed; a function that needs a bound uses {@code caffeine}.
 */
public final class MemoryBackendProvider implements LocalBackendProvider {
  /** Makes the provider. */
  public MemoryBackendProvider() {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public LocalBackend open(String function, Settings settings) {
    return new MemoryBackend();
  }
}

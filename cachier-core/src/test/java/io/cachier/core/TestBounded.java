package io.cachier.core;

import io.cachier.core.memory.MemoryBackendProvider;
import io.cachier.spi.Bound;
import io.cachier.spi.BoundedBackendProvider;
import io.cachier.spi.LocalBackend;
import io.cachier.spi.Settings;
import org.jspecify.annotations.Nullable;

/** Stands for the module cachier-backend-caffeine, whose tests need this one. Evicts nothing. */
final class TestBounded implements BoundedBackendProvider {
  private final MemoryBackendProvider memory = new MemoryBackendProvider();

  /** What was opened last, and how large it may be. */
  volatile @Nullable LocalBackend opened;

  volatile @Nullable Bound bound;

  @Override
  public String name() {
    return Providers.BOUNDED;
  }

  @Override
  public LocalBackend open(String function, Settings settings) {
    return memory.open(function, settings);
  }

  @Override
  public LocalBackend open(String function, Bound its, Runnable evicted, Settings settings) {
    bound = its;
    LocalBackend made = memory.open(function, settings);
    opened = made;
    return made;
  }
}

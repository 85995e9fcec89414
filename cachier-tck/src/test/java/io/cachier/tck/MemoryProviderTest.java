package io.cachier.tck;

import io.cachier.core.memory.MemoryBackendProvider;
import io.cachier.spi.BackendProvider;

class MemoryProviderTest extends ProviderContract {
  @Override
  protected BackendProvider provider() {
    return new MemoryBackendProvider();
  }
}

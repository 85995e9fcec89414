package io.cachier.tck;

import io.cachier.core.memory.MemoryBackendProvider;
import io.cachier.spi.LocalBackendProvider;

/** The memory backend of cachier-core keeps the contract. */
class MemoryBackendTest extends LocalBackendContract {
  @Override
  protected LocalBackendProvider provider() {
    return new MemoryBackendProvider();
  }
}

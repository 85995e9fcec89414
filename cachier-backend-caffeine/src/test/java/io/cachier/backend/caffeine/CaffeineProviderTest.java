package io.cachier.backend.caffeine;

import io.cachier.spi.BackendProvider;
import io.cachier.tck.ProviderContract;

/** It is found by ServiceLoader under its name. */
class CaffeineProviderTest extends ProviderContract {
  @Override
  protected BackendProvider provider() {
    return new CaffeineBackendProvider();
  }
}

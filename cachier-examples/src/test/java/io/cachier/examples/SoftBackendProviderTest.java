package io.cachier.examples;

import io.cachier.spi.BackendProvider;
import io.cachier.tck.ProviderContract;

class SoftBackendProviderTest extends ProviderContract {
  @Override
  protected BackendProvider provider() {
    return new SoftBackendProvider();
  }
}

package io.cachier.backend.mongo;

import io.cachier.spi.BackendProvider;
import io.cachier.tck.ProviderContract;

class MongoProviderTest extends ProviderContract {
  @Override
  protected BackendProvider provider() {
    return new MongoBackendProvider();
  }
}

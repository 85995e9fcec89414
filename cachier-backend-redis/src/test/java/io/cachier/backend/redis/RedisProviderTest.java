package io.cachier.backend.redis;

import io.cachier.spi.BackendProvider;
import io.cachier.tck.ProviderContract;

class RedisProviderTest extends ProviderContract {
  @Override
  protected BackendProvider provider() {
    return new RedisBackendProvider();
  }
}

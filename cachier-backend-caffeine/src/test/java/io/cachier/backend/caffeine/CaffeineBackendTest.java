package io.cachier.backend.caffeine;

import io.cachier.spi.LocalBackendProvider;
import io.cachier.tck.LocalBackendContract;

/** The contract, without a bound. */
class CaffeineBackendTest extends LocalBackendContract {
  @Override
  protected LocalBackendProvider provider() {
    return new CaffeineBackendProvider();
  }
}

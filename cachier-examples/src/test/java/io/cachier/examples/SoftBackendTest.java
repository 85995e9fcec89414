package io.cachier.examples;

import io.cachier.spi.LocalBackendProvider;
import io.cachier.tck.LocalBackendContract;

class SoftBackendTest extends LocalBackendContract {
  @Override
  protected LocalBackendProvider provider() {
    return new SoftBackendProvider();
  }
}

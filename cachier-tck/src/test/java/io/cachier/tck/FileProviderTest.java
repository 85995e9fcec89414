package io.cachier.tck;

import io.cachier.core.file.FileBackendProvider;
import io.cachier.spi.BackendProvider;

class FileProviderTest extends ProviderContract {
  @Override
  protected BackendProvider provider() {
    return new FileBackendProvider();
  }
}

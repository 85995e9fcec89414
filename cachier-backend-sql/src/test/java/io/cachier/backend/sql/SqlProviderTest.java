package io.cachier.backend.sql;

import io.cachier.spi.BackendProvider;
import io.cachier.tck.ProviderContract;

class SqlProviderTest extends ProviderContract {
  @Override
  protected BackendProvider provider() {
    return new SqlBackendProvider();
  }
}

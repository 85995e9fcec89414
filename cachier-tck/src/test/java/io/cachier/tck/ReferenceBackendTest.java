package io.cachier.tck;

import io.cachier.spi.RemoteBackendProvider;
import java.util.Map;
import java.util.UUID;

/** The model passes, in real time. */
class ReferenceBackendTest extends RemoteBackendContract {
  @Override
  protected RemoteBackendProvider provider() {
    return new ReferenceBackendProvider();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("reference.store", UUID.randomUUID().toString());
  }

  @Override
  protected boolean supportsProcesses() {
    return false;
  }
}

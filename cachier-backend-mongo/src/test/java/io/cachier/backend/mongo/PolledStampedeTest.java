package io.cachier.backend.mongo;

import io.cachier.spi.RemoteBackendProvider;
import io.cachier.tck.StampedeContract;
import java.util.Map;

/** P14 where those who wait have to ask. */
class PolledStampedeTest extends StampedeContract {
  @Override
  protected RemoteBackendProvider provider() {
    return new ConnectedMongoProvider();
  }

  @Override
  protected Map<String, String> settings() {
    return SharedServer.plain();
  }
}

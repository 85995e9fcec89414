package io.cachier.backend.mongo;

import io.cachier.spi.RemoteBackendProvider;
import io.cachier.tck.StampedeContract;
import java.util.Map;

/** P14 where changes are told by a change stream. */
class StampedeTest extends StampedeContract {
  @Override
  protected RemoteBackendProvider provider() {
    return new ConnectedMongoProvider();
  }

  @Override
  protected Map<String, String> settings() {
    return SharedServer.replicaSet();
  }
}

package io.cachier.backend.redis;

import io.cachier.spi.RemoteBackendProvider;
import io.cachier.tck.StampedeContract;
import java.util.Map;

/** P14 on one server. */
class StampedeTest extends StampedeContract {
  @Override
  protected RemoteBackendProvider provider() {
    return new ConnectedRedisProvider();
  }

  @Override
  protected Map<String, String> settings() {
    return SharedServer.settings();
  }
}

package io.cachier.backend.redis;

import io.cachier.spi.RemoteBackendProvider;
import io.cachier.tck.RemoteBackendContract;
import java.util.Map;
import java.util.Optional;

/** The backend keeps the contract on one server, over processes too. */
class RedisBackendTest extends RemoteBackendContract {
  @Override
  protected RemoteBackendProvider provider() {
    return new ConnectedRedisProvider();
  }

  @Override
  protected Map<String, String> settings() {
    return SharedServer.settings();
  }

  @Override
  protected Optional<Map<String, String>> settingsOutOfReach() {
    return Optional.of(Map.of("redis.uri", "redis://127.0.0.1:1"));
  }
}

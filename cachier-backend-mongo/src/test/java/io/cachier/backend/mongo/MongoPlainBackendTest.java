package io.cachier.backend.mongo;

import io.cachier.spi.RemoteBackendProvider;
import io.cachier.tck.RemoteBackendContract;
import java.util.Map;
import java.util.Optional;

/**
 * The backend keeps the contract with what servers before 4.4 can: claims by conditions, estimated
 * times, polling.
 */
class MongoPlainBackendTest extends RemoteBackendContract {
  @Override
  protected RemoteBackendProvider provider() {
    return new ConnectedMongoProvider();
  }

  @Override
  protected Map<String, String> settings() {
    return SharedServer.plain();
  }

  @Override
  protected Optional<Map<String, String>> settingsOutOfReach() {
    return Optional.of(Map.of("mongo.uri", "mongodb://127.0.0.1:1"));
  }
}

package io.cachier.backend.mongo;

import io.cachier.spi.RemoteBackendProvider;
import io.cachier.tck.RemoteBackendContract;
import java.util.Map;
import java.util.Optional;

/**
 * The backend keeps the contract with what servers from 4.4 on can: expressions, and change
 * streams.
 */
class MongoReplicaSetBackendTest extends RemoteBackendContract {
  @Override
  protected RemoteBackendProvider provider() {
    return new ConnectedMongoProvider();
  }

  @Override
  protected Map<String, String> settings() {
    return SharedServer.replicaSet();
  }

  @Override
  protected Optional<Map<String, String>> settingsOutOfReach() {
    return Optional.of(Map.of("mongo.uri", "mongodb://127.0.0.1:1"));
  }
}

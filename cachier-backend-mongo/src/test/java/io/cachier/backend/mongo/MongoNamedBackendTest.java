package io.cachier.backend.mongo;

import io.cachier.spi.RemoteBackendProvider;
import io.cachier.tck.RemoteBackendContract;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The backend keeps the contract on a server that the build names, of whatever kind it is. */
@EnabledIfSystemProperty(named = "cachier.test.mongo.uri", matches = ".+")
class MongoNamedBackendTest extends RemoteBackendContract {
  @Override
  protected RemoteBackendProvider provider() {
    return new ConnectedMongoProvider();
  }

  @Override
  protected Map<String, String> settings() {
    return SharedServer.named().orElseThrow();
  }
}

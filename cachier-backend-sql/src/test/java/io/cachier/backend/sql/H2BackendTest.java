package io.cachier.backend.sql;

import io.cachier.spi.RemoteBackendProvider;
import io.cachier.tck.RemoteBackendContract;
import java.util.Map;
import java.util.Optional;

/** The backend keeps the contract on H2, over processes too. */
class H2BackendTest extends RemoteBackendContract {
  @Override
  protected RemoteBackendProvider provider() {
    return new ConnectedSqlProvider();
  }

  @Override
  protected Map<String, String> settings() {
    return H2Server.settings();
  }

  @Override
  protected Optional<Map<String, String>> settingsOutOfReach() {
    return Optional.of(Map.of("sql.url", "jdbc:h2:tcp://127.0.0.1:1/mem:away"));
  }
}

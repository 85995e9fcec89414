package io.cachier.backend.sql;

import io.cachier.spi.RemoteBackendProvider;
import io.cachier.tck.RemoteBackendContract;
import java.util.Map;
import java.util.Optional;

/** The backend keeps the contract on MariaDB, over processes too. */
class MariaBackendTest extends RemoteBackendContract {
  @Override
  protected RemoteBackendProvider provider() {
    return new ConnectedSqlProvider();
  }

  @Override
  protected Map<String, String> settings() {
    return MariaServer.settings();
  }

  @Override
  protected Optional<Map<String, String>> settingsOutOfReach() {
    return Optional.of(Map.of("sql.url", "jdbc:mariadb://127.0.0.1:1/away"));
  }
}

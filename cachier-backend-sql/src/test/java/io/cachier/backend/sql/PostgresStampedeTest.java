package io.cachier.backend.sql;

import io.cachier.spi.RemoteBackendProvider;
import io.cachier.tck.StampedeContract;
import java.util.Map;

/** P14 on PostgreSQL. */
class PostgresStampedeTest extends StampedeContract {
  @Override
  protected RemoteBackendProvider provider() {
    return new ConnectedSqlProvider();
  }

  @Override
  protected Map<String, String> settings() {
    return PostgresServer.settings();
  }
}

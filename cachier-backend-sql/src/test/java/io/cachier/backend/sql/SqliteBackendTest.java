package io.cachier.backend.sql;

import io.cachier.spi.RemoteBackendProvider;
import io.cachier.tck.RemoteBackendContract;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** The backend keeps the contract on SQLite, over processes too: one file of a machine. */
class SqliteBackendTest extends RemoteBackendContract {
  @TempDir static Path directory;

  @Override
  protected RemoteBackendProvider provider() {
    return new ConnectedSqlProvider();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of(
        "sql.url",
        "jdbc:sqlite:" + directory.resolve("cache.db"),
        "sql.statement-timeout",
        PostgresServer.PATIENCE);
  }

  @Override
  protected Optional<Map<String, String>> settingsOutOfReach() {
    return Optional.of(
        Map.of("sql.url", "jdbc:sqlite:" + directory.resolve("no/such/folder/cache.db")));
  }
}

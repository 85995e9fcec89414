package io.cachier.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A database that the benchmarks of SQL ask: H2 in this process, or a PostgreSQL of our own on the
 * loopback, unless {@code -Dcachier.benchmark.postgres.url} names one, user and password included.
 */
final class SqlDatabase implements AutoCloseable {
  private static final String NAMED = "cachier.benchmark.postgres.url";

  private final String url;
  private final @Nullable EmbeddedPostgres server;

  private SqlDatabase(String url, @Nullable EmbeddedPostgres server) {
    this.url = url;
    this.server = server;
  }

  static SqlDatabase h2() {
    return new SqlDatabase("jdbc:h2:mem:benchmark;DB_CLOSE_DELAY=-1", null);
  }

  static SqlDatabase postgres() {
    String named = System.getProperty(NAMED, "");
    if (!named.isBlank()) {
      return new SqlDatabase(named, null);
    }
    try {
      EmbeddedPostgres server =
          EmbeddedPostgres.builder().setServerConfig("listen_addresses", "127.0.0.1").start();
      return new SqlDatabase(
          "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres?user=postgres", server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return url;
  }

  Connection connection() throws SQLException {
    return DriverManager.getConnection(url);
  }

  @Override
  public void close() {
    if (server != null) {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

package io.cachier.backend.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** A PostgreSQL of our own, on a free port of the loopback; one for all tests of this JVM. */
final class PostgresServer {
  /** More than the contract's own patience, which is what tests of it are about. */
  static final String PATIENCE = "PT30S";

  private static final class Ours {
    static final EmbeddedPostgres SERVER = started();
  }

  private PostgresServer() {}

  /** One that a test may stop and start. */
  static EmbeddedPostgres started() {
    try {
      return EmbeddedPostgres.builder()
          .setServerConfig("fsync", "off")
          .setServerConfig("max_connections", "100")
          .setServerConfig("listen_addresses", "127.0.0.1")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static EmbeddedPostgres shared() {
    return Ours.SERVER;
  }

  static Map<String, String> settings() {
    return settings(Ours.SERVER.getPort());
  }

  static Map<String, String> settings(int port) {
    return Map.of(
        "sql.url",
        url(port),
        "sql.user",
        "postgres",
        "sql.password",
        "postgres",
        "sql.statement-timeout",
        PATIENCE);
  }

  static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }
}

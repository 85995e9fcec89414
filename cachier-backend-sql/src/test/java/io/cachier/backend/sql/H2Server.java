package io.cachier.backend.sql;

import java.sql.SQLException;
import java.util.Map;
import org.h2.tools.Server;

/** H2 behind a port of the loopback, so that other processes reach a database in memory. */
final class H2Server {
  private static final class Ours {
    static final int PORT = started();
  }

  private H2Server() {}

  private static int started() {
    System.setProperty("h2.bindAddress", "127.0.0.1");
    try {
      return Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-tcpDaemon")
          .start()
          .getPort();
    } catch (SQLException e) {
      throw new AssertionError("H2 does not start", e);
    }
  }

  static Map<String, String> settings() {
    return Map.of("sql.url", url("contract"), "sql.statement-timeout", PostgresServer.PATIENCE);
  }

  static String url(String database) {
    return "jdbc:h2:tcp://127.0.0.1:" + Ours.PORT + "/mem:" + database + ";DB_CLOSE_DELAY=-1";
  }
}

package io.cachier.backend.sql;

import java.sql.Connection;
import org.jooq.DSLContext;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/** How jOOQ is set up: silent, and with names as they are. */
final class Jooq {
  static {
    // Read once by jOOQ, which else prints its logo and a tip into the application's log.
    silence("org.jooq.no-logo");
    silence("org.jooq.no-tips");
  }

  static final Settings SETTINGS =
      new Settings()
          .withExecuteLogging(false)
          .withRenderFormatted(false)
          .withCacheRecordMappers(false);

  private Jooq() {}

  private static void silence(String property) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, "true");
    }
  }

  static DSLContext on(Connection connection, Database database) {
    return DSL.using(connection, database.dialect(), SETTINGS);
  }
}

package io.cachier.backend.sql;

import java.sql.SQLException;

/** The database is of a kind that was not tried. */
final class UnsupportedDatabaseException extends SQLException {
  private static final long serialVersionUID = 1L;

  UnsupportedDatabaseException(String name) {
    super(name + " is no database that the sql backend knows; it knows " + Database.names());
  }
}

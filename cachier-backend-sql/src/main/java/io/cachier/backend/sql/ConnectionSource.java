package io.cachier.backend.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** Where connections come from. Nothing connects before one is asked for. Thread-safe. */
interface ConnectionSource {
  /** One for a while, from a pool if there is one. May block. */
  Connection connection() throws SQLException;

  /** One that listens, for as long as the process does. May block. */
  Connection listener() throws SQLException;

  /** A connection turned out to be dead: others that were made before may be so too. */
  void connectionLost();

  /** What must not be printed, and what the place is called. */
  Secrets secrets();

  /** Closes what was made here. */
  void close();
}

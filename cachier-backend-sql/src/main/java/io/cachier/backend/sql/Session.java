package io.cachier.backend.sql;

import io.cachier.spi.EntryKey;
import io.cachier.spi.Lookup;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** One connection and what was made ready on it. For one thread at a time. */
final class Session implements AutoCloseable {
  private final Connection connection;
  private final DSLContext dsl;
  private final Statements statements;
  private final PayloadLimit payloadLimit;
  private final boolean committedByItself;
  private @Nullable PreparedStatement lookup;

  /** Takes the connection over; every statement is to be a transaction of its own. */
  Session(Connection connection, Statements statements, PayloadLimit payloadLimit)
      throws SQLException {
    this.connection = connection;
    this.payloadLimit = payloadLimit;
    this.statements = statements;
    dsl = Jooq.on(connection, statements.table().database());
    committedByItself = connection.getAutoCommit();
    if (!committedByItself) {
      connection.setAutoCommit(true);
    }
  }

  DSLContext dsl() {
    return dsl;
  }

  Connection connection() {
    return connection;
  }

  Statements statements() {
    return statements;
  }

  PayloadLimit payloadLimit() {
    return payloadLimit;
  }

  EntryTable table() {
    return statements.table();
  }

  Database database() {
    return statements.table().database();
  }

  /**
   * The statement of a hit: what jOOQ wrote of it, prepared once and kept. jOOQ's own way through
   * its records would cost a tenth of a hit.
   */
  Lookup lookup(EntryKey key) throws SQLException {
    PreparedStatement statement = lookup;
    if (statement == null) {
      statement = connection.prepareStatement(statements.lookup());
      lookup = statement;
    }
    statement.setBytes(1, EntryTable.bytes(key.function()));
    statement.setBytes(2, key.digest());
    try (ResultSet found = statement.executeQuery()) {
      return found.next() ? read(found) : Lookup.NOTHING;
    }
  }

  private Lookup read(ResultSet found) throws SQLException {
    byte[] payload = found.getBytes(1);
    long version = found.getLong(2);
    long writtenMicros = found.getLong(3);
    long leaseEndMicros = found.getLong(4);
    long nowMicros = found.getLong(5);
    boolean claimed = leaseEndMicros > nowMicros;
    if (version == 0) {
      return new Lookup(null, claimed);
    }
    return new Lookup(
        new Lookup.Stored(
            // SQLite gives no array for one without bytes.
            payload == null ? new byte[0] : payload,
            ageNanos(writtenMicros, nowMicros, database()),
            version),
        claimed);
  }

  /** Rounded up: never younger than it is. Negative if the clock was set back since. */
  static long ageNanos(long writtenMicros, long nowMicros, Database database) {
    long micros = nowMicros - writtenMicros;
    return micros < 0 ? micros * 1000 : (micros + database.resolutionMicros()) * 1000;
  }

  /** Gives the connection back, as it was. */
  @Override
  public void close() throws SQLException {
    try (connection) {
      PreparedStatement statement = lookup;
      lookup = null;
      if (statement != null) {
        statement.close();
      }
      if (!committedByItself && !connection.isClosed()) {
        connection.setAutoCommit(false);
      }
    }
  }
}

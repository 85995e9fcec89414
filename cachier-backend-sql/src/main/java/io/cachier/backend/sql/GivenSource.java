package io.cachier.backend.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** The application's own: used and never closed. */
final class GivenSource implements ConnectionSource {
  private final DataSource source;
  private final Secrets secrets = new Secrets("the application's data source", Optional.empty());

  GivenSource(DataSource source) {
    this.source = source;
  }

  @Override
  public Connection connection() throws SQLException {
    return source.getConnection();
  }

  @Override
  public Connection listener() throws SQLException {
    return source.getConnection();
  }

  @Override
  public void connectionLost() {
    // The pool is the application's.
  }

  @Override
  public Secrets secrets() {
    return secrets;
  }

  @Override
  public void close() {
    // It is the application's.
  }
}

package io.cachier.backend.sql;

import io.cachier.BackendException;
import java.sql.Connection;
import java.util.Optional;

/** What takes the place of a source that can't be made; whoever opened it has been told why. */
record RefusedSource(String why) implements ConnectionSource {
  @Override
  public Connection connection() {
    throw new BackendException(why, null);
  }

  @Override
  public Connection listener() {
    throw new BackendException(why, null);
  }

  @Override
  public void connectionLost() {
    // There are none.
  }

  @Override
  public Secrets secrets() {
    return new Secrets("nowhere", Optional.empty());
  }

  @Override
  public void close() {
    // Nothing was made.
  }
}

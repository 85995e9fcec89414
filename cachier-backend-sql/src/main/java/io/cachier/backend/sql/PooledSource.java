package io.cachier.backend.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A pool of our own, by HikariCP, made when first needed. HikariCP waits for a database that is
 * away until the time is up; here who finds none of its connections left is told at once.
 */
final class PooledSource implements ConnectionSource {
  private final DriverSource driver;
  private final Secrets secrets;
  private final Database database;
  private final int size;
  private final Duration connectTimeout;
  private @Nullable HikariDataSource pool;
  private boolean closed;

  PooledSource(
      DriverSource driver, Secrets secrets, Database database, int size, Duration connectTimeout) {
    this.driver = driver;
    this.secrets = secrets;
    this.database = database;
    this.size = size;
    this.connectTimeout = connectTimeout;
  }

  @Override
  public Connection connection() throws SQLException {
    return pool().getConnection();
  }

  private synchronized HikariDataSource pool() throws SQLException {
    if (closed) {
      throw SqlFailure.closed();
    }
    HikariDataSource known = pool;
    if (known != null && driver.isFailing() && isEmpty(known)) {
      pool = null;
      known.close();
      known = null;
    }
    if (known == null) {
      known = made();
      pool = known;
    }
    return known;
  }

  private static boolean isEmpty(HikariDataSource pool) {
    return pool.getHikariPoolMXBean() != null
        && pool.getHikariPoolMXBean().getTotalConnections() == 0;
  }

  private HikariDataSource made() throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setPoolName("cachier-sql");
    config.setDataSource(driver);
    config.setMaximumPoolSize(size);
    // One stays, so that an idle process finds it, and a database in memory its reason to live.
    config.setMinimumIdle(1);
    config.setConnectionTimeout(connectTimeout.toMillis());
    config.setInitializationFailTimeout(1);
    if (database.isMySql()) {
      // Its default locks the gaps between rows too, and so what nobody has asked for.
      config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    }
    if (database == Database.POSTGRES) {
      // A statement that is prepared while the table is small is planned to read all of it, and
      // keeps that plan until the table is analyzed. All that we ask for is found by an index.
      config.setConnectionInitSql("set enable_seqscan = off");
    }
    try {
      return new HikariDataSource(config);
    } catch (HikariPool.PoolInitializationException e) {
      if (e.getCause() instanceof SQLException refusal) {
        throw refusal;
      }
      throw e;
    }
  }

  /** Not out of the pool, which would miss it. */
  @Override
  public Connection listener() throws SQLException {
    return driver.getConnection();
  }

  @Override
  public synchronized void connectionLost() {
    if (pool != null && pool.getHikariPoolMXBean() != null) {
      pool.getHikariPoolMXBean().softEvictConnections();
    }
  }

  @Override
  public Secrets secrets() {
    return secrets;
  }

  @Override
  public void close() {
    HikariDataSource open;
    synchronized (this) {
      closed = true;
      open = pool;
      pool = null;
    }
    if (open != null) {
      open.close();
    }
  }
}

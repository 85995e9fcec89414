package io.cachier.backend.sql;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** New connections by a driver. Neither URL nor password leaves it. Thread-safe. */
final class DriverSource implements DataSource {
  private final Driver driver;
  private final String url;
  private final Properties properties;
  private volatile boolean failing;

  DriverSource(Driver driver, String url, Properties properties) {
    this.driver = driver;
    this.url = url;
    this.properties = properties;
  }

  @Override
  public Connection getConnection() throws SQLException {
    failing = true;
    // A copy, since some drivers write into it.
    Properties copy = new Properties();
    copy.putAll(properties);
    Connection connection = driver.connect(url, copy);
    if (connection == null) {
      throw new SQLException("the driver does not take the URL", "08001");
    }
    failing = false;
    return connection;
  }

  /** Whether the last attempt was in vain, or is still under way. */
  boolean isFailing() {
    return failing;
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() {
    throw new UnsupportedOperationException("nothing is logged here");
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    // Nothing is logged here.
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // The drivers are told by a property.
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger(DriverSource.class.getPackageName());
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("this wraps no " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}

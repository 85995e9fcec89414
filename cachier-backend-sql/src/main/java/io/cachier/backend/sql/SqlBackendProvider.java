package io.cachier.backend.sql;

import io.cachier.spi.RemoteBackend;
import io.cachier.spi.RemoteBackendProvider;
import io.cachier.spi.Settings;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import javax.sql.DataSource;
import org.jooq.SQLDialect;
import org.jspecify.annotations.Nullable;

/**
 * Opens the backend {@code sql}: entries in a table of PostgreSQL, H2, SQLite, MariaDB or MySQL,
 * shared by all who reach it.
 *
 * <p>Settings, with the prefix {@code cachier.}:
 *
 * <ul>
 *   <li>{@code sql.url}: the URL of JDBC, for example {@code jdbc:postgresql://host/database};
 *       needed, unless the application hands over a data source. The driver is the application's to
 *       add.
 *   <li>{@code sql.user}, {@code sql.password}, default none: who logs in.
 *   <li>{@code sql.table}, default {@code cachier_entries}: letters, digits and underscores, with a
 *       schema before it if need be.
 *   <li>{@code sql.create-schema}, default {@code true}: whether the table is made, and brought to
 *       a newer layout, if need be. {@link SqlSchema} tells the statements.
 *   <li>{@code sql.pool-size}, default 8, 1 to 200: how many connections are used at once. One more
 *       listens on PostgreSQL while somebody waits.
 *   <li>{@code sql.connect-timeout}, default 2 s, 250 ms to 1 min: how long connecting may take.
 *   <li>{@code sql.statement-timeout}, default 2 s, 100 ms to 10 min: after which an operation on
 *       one key is given up, and its connection closed. No less than {@code operation-timeout}.
 *   <li>{@code sql.cleanup-interval}, default 10 min, 1 s to 1 day: how often what is past its
 *       retention is removed.
 * </ul>
 *
 * <p>Opening connects to nothing; the first operation does. An application that has a data source
 * hands it over by {@link #using(DataSource)} and {@code Cachier.builder().addBackend(...)}.
 */
public final class SqlBackendProvider implements RemoteBackendProvider {
  static final String DEFAULT_TABLE = "cachier_entries";

  private static final String URL = "sql.url";
  private static final String USER = "sql.user";
  private static final String PASSWORD = "sql.password";
  private static final String TABLE = "sql.table";
  private static final String CREATE_SCHEMA = "sql.create-schema";
  private static final String POOL_SIZE = "sql.pool-size";
  private static final String CONNECT_TIMEOUT = "sql.connect-timeout";
  private static final String STATEMENT_TIMEOUT = "sql.statement-timeout";
  private static final String CLEANUP_INTERVAL = "sql.cleanup-interval";

  private static final int DEFAULT_POOL_SIZE = 8;
  private static final int MOST_POOL_SIZE = 200;
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration LEAST_CONNECT_TIMEOUT = Duration.ofMillis(250);
  private static final Duration MOST_CONNECT_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration LEAST_STATEMENT_TIMEOUT = Duration.ofMillis(100);
  private static final Duration MOST_STATEMENT_TIMEOUT = Duration.ofMinutes(10);
  private static final Duration DEFAULT_CLEANUP_INTERVAL = Duration.ofMinutes(10);
  private static final Duration LEAST_CLEANUP_INTERVAL = Duration.ofSeconds(1);
  private static final Duration MOST_CLEANUP_INTERVAL = Duration.ofDays(1);

  private final @Nullable DataSource given;
  private final @Nullable SQLDialect dialect;

  /** Makes the provider; what to connect to is in the settings. */
  public SqlBackendProvider() {
    this(null, null);
  }

  private SqlBackendProvider(@Nullable DataSource given, @Nullable SQLDialect dialect) {
    this.given = given;
    this.dialect = dialect;
  }

  /**
   * A provider over a data source that the application already has. What kind of database it leads
   * to is seen from its first connection. {@code sql.pool-size} connections of it are used at most,
   * and given back when they were idle for a second; on PostgreSQL one more listens while somebody
   * waits. It stays open when the backend is closed.
   *
   * @param source the data source, best a pool
   * @return a provider, to be given to {@code CachierBuilder.addBackend}
   */
  public static SqlBackendProvider using(DataSource source) {
    return new SqlBackendProvider(Objects.requireNonNull(source, "source"), null);
  }

  /**
   * As {@link #using(DataSource)}, for a data source whose connections do not tell what kind of
   * database they lead to.
   *
   * @param source the data source, best a pool
   * @param dialect the kind: {@code POSTGRES}, {@code H2}, {@code SQLITE}, {@code MARIADB}, {@code
   *     MYSQL}, or a version of one of these
   * @return a provider, to be given to {@code CachierBuilder.addBackend}
   * @throws IllegalArgumentException if the dialect is another
   */
  public static SqlBackendProvider using(DataSource source, SQLDialect dialect) {
    if (Database.of(dialect).isEmpty()) {
      throw new IllegalArgumentException(
          "the sql backend does not know " + dialect.getName() + "; it knows " + Database.names());
    }
    return new SqlBackendProvider(Objects.requireNonNull(source, "source"), dialect);
  }

  @Override
  public String name() {
    return "sql";
  }

  @Override
  public Set<String> settings() {
    return Set.of(
        URL,
        USER,
        PASSWORD,
        TABLE,
        CREATE_SCHEMA,
        POOL_SIZE,
        CONNECT_TIMEOUT,
        STATEMENT_TIMEOUT,
        CLEANUP_INTERVAL);
  }

  @Override
  public RemoteBackend open(Settings settings) {
    String table = settings.text(TABLE).orElse(DEFAULT_TABLE);
    if (!EntryTable.isName(table)) {
      settings.reject(TABLE, EntryTable.NAME_RULE);
    }
    Gateway.Limits limits =
        new Gateway.Limits(
            settings.integer(POOL_SIZE, 1, MOST_POOL_SIZE).orElse(DEFAULT_POOL_SIZE),
            settings
                .duration(STATEMENT_TIMEOUT, LEAST_STATEMENT_TIMEOUT, MOST_STATEMENT_TIMEOUT)
                .orElse(DEFAULT_TIMEOUT),
            settings
                .duration(CONNECT_TIMEOUT, LEAST_CONNECT_TIMEOUT, MOST_CONNECT_TIMEOUT)
                .orElse(DEFAULT_TIMEOUT));
    Optional<String> url = settings.text(URL);
    Optional<Database> database =
        given == null
            ? url.flatMap(Database::ofUrl)
            : Optional.ofNullable(dialect).flatMap(Database::of);
    SqlConfig config =
        new SqlConfig(
            database,
            table,
            settings.flag(CREATE_SCHEMA).orElse(true),
            limits,
            settings
                .duration(CLEANUP_INTERVAL, LEAST_CLEANUP_INTERVAL, MOST_CLEANUP_INTERVAL)
                .orElse(DEFAULT_CLEANUP_INTERVAL));
    return new SqlBackend(
        config, given == null ? source(settings, limits) : new GivenSource(given));
  }

  private static ConnectionSource source(Settings settings, Gateway.Limits limits) {
    Optional<String> password = settings.text(PASSWORD);
    Optional<String> user = settings.text(USER);
    Optional<String> url = settings.text(URL);
    Optional<Database> database = url.flatMap(Database::ofUrl);
    if (database.isEmpty()) {
      settings.reject(
          URL,
          "it must be a JDBC URL of "
              + Database.names()
              + ", for example jdbc:postgresql://host:5432/database or jdbc:h2:/path/to/file"
              + url.map(text -> ", and not of " + scheme(text)).orElse(""));
      return new RefusedSource("cachier.sql.url names no database that can be used");
    }
    Optional<Driver> driver = driver(url.get());
    if (driver.isEmpty()) {
      String artifact = database.get().driver();
      settings.reject(URL, "no driver on the class path takes it; add the dependency " + artifact);
      return new RefusedSource("the driver is missing; add the dependency " + artifact);
    }
    Properties properties = database.get().properties(limits.connectTimeout());
    user.ifPresent(name -> properties.setProperty("user", name));
    password.ifPresent(secret -> properties.setProperty("password", secret));
    return new PooledSource(
        new DriverSource(driver.get(), url.get(), properties),
        new Secrets(url.get(), password),
        database.get(),
        limits.poolSize(),
        limits.connectTimeout());
  }

  /** What the URL leads to by its own word; it may be a secret from there on. */
  private static String scheme(String url) {
    String[] parts = url.split(":", 3);
    return parts.length == 3 && parts[0].equals("jdbc") && parts[1].matches("[A-Za-z0-9-]{1,30}")
        ? "'" + parts[1] + "'"
        : "anything else";
  }

  private static Optional<Driver> driver(String url) {
    try {
      return Optional.of(DriverManager.getDriver(url));
    } catch (SQLException none) {
      return DriverManager.drivers().filter(one -> accepts(one, url)).findFirst();
    }
  }

  private static boolean accepts(Driver driver, String url) {
    try {
      return driver.acceptsURL(url);
    } catch (SQLException unreadable) {
      return false;
    }
  }
}

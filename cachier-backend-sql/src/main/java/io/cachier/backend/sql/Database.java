package io.cachier.backend.sql;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.tools.jdbc.JDBCUtils;

/**
 * The databases that have an atomic conditional write that was tried, and in what they differ. All
 * clocks are whole microseconds since 1970, of the server, without a time zone.
 */
enum Database {
  POSTGRES(
      SQLDialect.POSTGRES,
      "postgresql",
      "org.postgresql:postgresql",
      // Not now(), which is when the transaction began: a row may have been waited for since. As a
      // double, which is exact to the microsecond until 2255 and cheaper than a numeric.
      "(date_part('epoch', clock_timestamp()) * 1000000)::bigint",
      1),
  H2(
      SQLDialect.H2,
      "h2",
      "com.h2database:h2",
      // Twice as fast as extracting the epoch; in UTC, for datediff counts by the local time.
      "datediff(microsecond, timestamp with time zone '1970-01-01 00:00:00+00',"
          + " current_timestamp(6) at time zone 'UTC')",
      1),
  SQLITE(
      SQLDialect.SQLITE,
      "sqlite",
      "org.xerial:sqlite-jdbc",
      "(cast(round(unixepoch('subsec') * 1000) as integer) * 1000)",
      1000),
  MARIADB(
      SQLDialect.MARIADB,
      "mariadb",
      "org.mariadb.jdbc:mariadb-java-client",
      Database.UTC_MICROS,
      1),
  MYSQL(SQLDialect.MYSQL, "mysql", "com.mysql:mysql-connector-j", Database.UTC_MICROS, 1);

  // Not unix_timestamp(), which goes by the session's time zone and knows one hour a year twice.
  private static final String UTC_MICROS =
      "timestampdiff(microsecond, '1970-01-01 00:00:00', utc_timestamp(6))";

  /** Where an engine says so itself, it does at a gigabyte; what is sent then is larger. */
  private static final int GIGABYTE_ALMOST = 1_000_000_000;

  private final SQLDialect dialect;
  private final String scheme;
  private final String driver;
  private final String clock;
  private final int resolutionMicros;

  Database(SQLDialect dialect, String scheme, String driver, String clock, int resolutionMicros) {
    this.dialect = dialect;
    this.scheme = scheme;
    this.driver = driver;
    this.clock = clock;
    this.resolutionMicros = resolutionMicros;
  }

  /** By the URL of JDBC; empty if it leads to another kind of database. */
  static Optional<Database> ofUrl(String url) {
    String lower = url.toLowerCase(Locale.ROOT);
    return Stream.of(values())
        .filter(database -> lower.startsWith("jdbc:" + database.scheme + ":"))
        .findFirst();
  }

  static Optional<Database> of(SQLDialect dialect) {
    return Stream.of(values()).filter(database -> database.dialect == dialect.family()).findFirst();
  }

  /**
   * What a connection leads to.
   *
   * @throws UnsupportedDatabaseException if it is none of these
   */
  static Database of(Connection connection) throws SQLException {
    DatabaseMetaData about = connection.getMetaData();
    String url = about.getURL();
    Optional<Database> known =
        url == null ? Optional.empty() : ofUrl(url).or(() -> of(JDBCUtils.dialect(url)));
    if (known.isPresent()) {
      return known.get();
    }
    String product = String.valueOf(about.getDatabaseProductName());
    return Stream.of(values())
        .filter(database -> database.name().equalsIgnoreCase(product))
        .findFirst()
        .orElseThrow(() -> new UnsupportedDatabaseException(product));
  }

  static String names() {
    return Stream.of(values())
        .map(database -> database.dialect.getName())
        .collect(Collectors.joining(", "));
  }

  /**
   * In which words jOOQ is to write. Both MariaDB and MySQL understand those of MariaDB, and so
   * they can be tried on either; in MySQL's jOOQ uses what MariaDB lacks, and we don't need.
   */
  SQLDialect dialect() {
    return this == MYSQL ? SQLDialect.MARIADB : dialect;
  }

  /** Group and artifact of the driver. */
  String driver() {
    return driver;
  }

  /**
   * What the server's clock says, in microseconds. Plain SQL, since jOOQ has no word for it; a
   * constant, with nothing from outside in it.
   */
  Field<Long> clock() {
    return DSL.field(clock, SQLDataType.BIGINT);
  }

  /** By how much the difference of two readings can be below the time that passed. */
  int resolutionMicros() {
    return resolutionMicros;
  }

  /**
   * Whether a conditional insert-or-update tells what it wrote, in the same statement. SQLite
   * could, but jOOQ asks it for the last row inserted instead, which is none if it was an update.
   */
  boolean returnsFromUpsert() {
    return this == POSTGRES;
  }

  /** Whether a delete tells what it removed. */
  boolean returnsFromDelete() {
    return this == POSTGRES || this == MARIADB;
  }

  /** Whether only one writes at a time, so that it is better to queue here than to try there. */
  boolean writesOneByOne() {
    return this == SQLITE;
  }

  boolean isMySql() {
    return this == MARIADB || this == MYSQL;
  }

  /** Whether a message can wake those who wait. */
  boolean notifies() {
    return this == POSTGRES;
  }

  /**
   * Whether a thread that waits for a look-up may as well read by itself: the read can be broken
   * off, or can't hang, and an interrupt of that thread does no harm. H2 closes a whole database
   * when it is interrupted while it reads its file, but for files of its {@code async:} kind.
   */
  boolean readsOnWaitingThread(String url) {
    String lower = url.toLowerCase(Locale.ROOT);
    return switch (this) {
      case POSTGRES, MARIADB, MYSQL -> true;
      case H2 -> lower.startsWith("jdbc:h2:mem:") || lower.startsWith("jdbc:h2:async:");
      case SQLITE -> false;
    };
  }

  /** The type of the column of payloads. */
  DataType<byte[]> payloadType() {
    return switch (this) {
      case H2 -> SQLDataType.VARBINARY(GIGABYTE_ALMOST);
      // With that length it is a LONGBLOB.
      case MARIADB, MYSQL -> SQLDataType.BLOB(GIGABYTE_ALMOST);
      case POSTGRES, SQLITE -> SQLDataType.BLOB;
    };
  }

  /** The largest payload that is even tried. */
  int mostPayloadBytes() {
    // A row and a message of PostgreSQL end at a gigabyte, and MariaDB escapes bytes.
    return GIGABYTE_ALMOST - (1 << 20);
  }

  /** What drivers are told unless the URL says otherwise. */
  Properties properties(Duration connectTimeout) {
    Properties properties = new Properties();
    String millis = Long.toString(connectTimeout.toMillis());
    switch (this) {
      case POSTGRES -> {
        properties.setProperty("ApplicationName", "cachier");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty(
            "connectTimeout", Long.toString(Math.max(1, connectTimeout.toSeconds())));
        // All of it: the greeting and the credentials too.
        properties.setProperty(
            "loginTimeout", Long.toString(Math.max(1, connectTimeout.toSeconds())));
      }
      case MARIADB, MYSQL -> {
        properties.setProperty("connectTimeout", millis);
        properties.setProperty("tcpKeepAlive", "true");
      }
      case SQLITE -> {
        // Readers and the writer don't hinder each other; a power failure may cost the last writes.
        properties.setProperty("journal_mode", "WAL");
        properties.setProperty("synchronous", "NORMAL");
        properties.setProperty("busy_timeout", "1000");
      }
      case H2 -> {
        // It knows no such thing.
      }
    }
    return properties;
  }
}

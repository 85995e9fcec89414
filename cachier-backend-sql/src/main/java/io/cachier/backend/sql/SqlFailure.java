package io.cachier.backend.sql;

import io.cachier.BackendException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What failed, where, and what to do about it. */
final class SqlFailure {
  /** Deadlock, serialization failure, lock not available; by the standard, PostgreSQL and H2. */
  private static final Set<String> CONFLICTS =
      Set.of("40001", "40P01", "55P03", "HYT00", "90112", "90131");

  /** MariaDB and MySQL: a lock not had in time, a deadlock, a row changed since it was read. */
  private static final Set<Integer> MYSQL_CONFLICTS = Set.of(1205, 1213, 1020);

  /** Two inserts of one row: the loser finds the winner's when it tries again. */
  private static final Set<String> TWICE = Set.of("23505");

  /** The low byte of what SQLite says: busy, or locked. */
  private static final Set<Integer> SQLITE_BUSY = Set.of(5, 6);

  private static final Set<String> NO_SUCH_TABLE = Set.of("42P01", "42S02", "42S03", "42S04");

  /** No such column, or one of another type. */
  private static final Set<String> ANOTHER_SHAPE =
      Set.of("42703", "42S22", "42122", "42883", "22018", "22000");

  private static final Set<String> NO_PRIVILEGE = Set.of("42501", "90096");
  private static final Set<Integer> MYSQL_NO_PRIVILEGE = Set.of(1142, 1143, 1044, 1227);
  private static final Set<String> WRONG_CREDENTIALS = Set.of("28P01", "28000");
  private static final Set<Integer> TOO_LARGE = Set.of(1153, 1406, 22001, 54000);

  private SqlFailure() {}

  static BackendException closed() {
    return new BackendException("the sql backend is closed; make a new Cachier", null);
  }

  static BackendException exhausted(int inLine) {
    return new BackendException(
        inLine
            + " operations wait for a connection already, and more are refused; raise"
            + " cachier.sql.pool-size, or find out what slows the database down",
        null);
  }

  static BackendException busy(int connections) {
    return new BackendException(
        "none of "
            + connections
            + " connections came free in time; raise cachier.sql.pool-size, or find out what slows"
            + " the database down",
        null);
  }

  static BackendException noConnection(long nanos) {
    return new BackendException(
        "the data source gave no connection within "
            + TimeUnit.NANOSECONDS.toMillis(nanos)
            + " ms; raise its size, or see whether the database is there",
        null);
  }

  static TimeoutException overdue(Duration timeout) {
    return new TimeoutException(
        "the database gave no answer in time (cachier.sql.statement-timeout is "
            + timeout.toMillis()
            + " ms)");
  }

  static BackendException tooLarge(int bytes, long most) {
    return new BackendException(
        "a value of "
            + bytes
            + " bytes is more than this database takes at once, "
            + most
            + " (on MariaDB and MySQL that is max_allowed_packet); set an entrySizeLimit below that",
        null);
  }

  /** What to tell of a failure. A time-out stays one; a secret in it is hidden. */
  static Exception of(Throwable failure, Secrets secrets, String table) {
    if (failure instanceof BackendException || failure instanceof TimeoutException) {
      return (Exception) failure;
    }
    String text = text(failure, secrets, table);
    boolean tells = false;
    for (Throwable at = failure; at != null && !tells; at = at.getCause()) {
      tells = secrets.areIn(String.valueOf(at.getMessage()));
    }
    // Its own message would be printed with the trace.
    return new BackendException(text, tells ? null : failure);
  }

  private static String text(Throwable failure, Secrets secrets, String table) {
    String where = secrets.where();
    Optional<SQLException> answer = answerIn(failure);
    if (answer.isEmpty()) {
      return "the database at " + where + " could not be asked: " + secrets.hidden(said(failure));
    }
    SQLException said = answer.get();
    if (said instanceof UnsupportedDatabaseException) {
      return said(said);
    }
    if (isLostConnection(failure)) {
      return "the connection to the database at "
          + where
          + " was lost or can't be made: "
          + secrets.hidden(said(said))
          + "; start it, or set cachier.sql.url";
    }
    return "the database at "
        + where
        + " answered '"
        + secrets.hidden(said(said))
        + "'"
        + remedy(said, table);
  }

  private static String remedy(SQLException said, String table) {
    String state = String.valueOf(said.getSQLState());
    int code = said.getErrorCode();
    if (isWrongCredentials(said)) {
      return "; check cachier.sql.user and cachier.sql.password";
    }
    if (NO_SUCH_TABLE.contains(state)) {
      return "; the table " + table + " has gone since: restart, or make it anew";
    }
    if (NO_PRIVILEGE.contains(state) || MYSQL_NO_PRIVILEGE.contains(code)) {
      return "; grant SELECT, INSERT, UPDATE and DELETE on " + table + " to this user";
    }
    if (isTooLarge(said)) {
      return "; set an entrySizeLimit below what the database takes";
    }
    if (isFull(said)) {
      return "; the database has no room left: clear functions, or give it more";
    }
    return "";
  }

  private static boolean isWrongCredentials(SQLException said) {
    return WRONG_CREDENTIALS.contains(String.valueOf(said.getSQLState()))
        || said.getErrorCode() == 1045;
  }

  private static boolean isTooLarge(SQLException said) {
    String text = String.valueOf(said.getMessage()).toLowerCase(Locale.ROOT);
    return TOO_LARGE.contains(said.getErrorCode())
        || "22001".equals(said.getSQLState())
        || "54000".equals(said.getSQLState())
        || text.contains("max_allowed_packet")
        || text.contains("too big");
  }

  private static boolean isFull(SQLException said) {
    String text = String.valueOf(said.getMessage()).toLowerCase(Locale.ROOT);
    return "53100".equals(said.getSQLState())
        || said.getErrorCode() == 1114
        || text.contains("is full");
  }

  /** Whether the database undid the statement because of somebody else, and may do it next time. */
  static boolean isConflict(Throwable failure) {
    return answerIn(failure).filter(SqlFailure::isConflict).isPresent();
  }

  private static boolean isConflict(SQLException said) {
    String state = String.valueOf(said.getSQLState());
    return CONFLICTS.contains(state)
        || TWICE.contains(state)
        || CONFLICTS.contains(Integer.toString(said.getErrorCode()))
        || (isSqlite(said)
            ? SQLITE_BUSY.contains(said.getErrorCode() & 0xff)
            : MYSQL_CONFLICTS.contains(said.getErrorCode()));
  }

  private static boolean isSqlite(SQLException said) {
    return said.getClass().getName().startsWith("org.sqlite.");
  }

  /** Whether the table is not there. */
  static boolean isNoSuchTable(Throwable failure) {
    return answerIn(failure)
        .filter(
            said ->
                NO_SUCH_TABLE.contains(String.valueOf(said.getSQLState()))
                    || (isSqlite(said) && said(said).contains("no such table")))
        .isPresent();
  }

  /** Whether a table is there, but another one than was thought. */
  static boolean isOfAnotherShape(Throwable failure) {
    return answerIn(failure)
        .filter(
            said -> {
              String state = String.valueOf(said.getSQLState());
              return ANOTHER_SHAPE.contains(state)
                  || (isSqlite(said) && said(said).contains("no such column"));
            })
        .isPresent();
  }

  /** Whether the server is away, or has gone while it was asked. */
  static boolean isLostConnection(Throwable failure) {
    return answerIn(failure)
        .filter(
            said -> {
              String state = String.valueOf(said.getSQLState());
              return !isWrongCredentials(said)
                  && (state.startsWith("08")
                      // PostgreSQL is shutting down or starting.
                      || state.startsWith("57P")
                      || state.startsWith("9006")
                      || state.equals("90098")
                      || state.equals("90121")
                      || said instanceof SQLRecoverableException
                      || said instanceof SQLTransientConnectionException);
            })
        .isPresent();
  }

  /** The last word on it: the deepest exception of a database. */
  static Optional<SQLException> answerIn(Throwable failure) {
    SQLException found = null;
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SQLException answer
          && (found == null || answer.getSQLState() != null || answer.getErrorCode() != 0)) {
        found = answer;
      }
    }
    return Optional.ofNullable(found);
  }

  static String said(@Nullable Throwable failure) {
    if (failure == null) {
      return "nothing";
    }
    String message = failure.getMessage();
    // The first line tells it; what follows may be the whole statement.
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message
            .strip()
            .lines()
            .findFirst()
            .orElse("")
            // What H2 puts before the statement, which is left out.
            .replaceFirst("; SQL statement:$", "")
            .strip();
  }
}

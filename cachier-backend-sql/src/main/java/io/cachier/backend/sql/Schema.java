package io.cachier.backend.sql;

import static org.jooq.impl.DSL.val;

import io.cachier.BackendException;
import io.cachier.spi.EntryKey;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.Record1;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/**
 * Makes the table, or sees that it is one of ours. Its layout has a number, which stands in the
 * {@code version} of the row of no function; a later layout is reached by steps from each to the
 * next.
 */
final class Schema {
  /** The layout that this code reads and writes. */
  static final int LAYOUT = 1;

  /** How often it is looked again what has become of the table, when several make it at once. */
  private static final int ATTEMPTS = 3;

  private static final byte[] NO_FUNCTION = new byte[0];
  private static final byte[] NO_DIGEST = new byte[EntryKey.DIGEST_BYTES];

  /**
   * What leads to a layout from the one before it. Other processes may do it at the same time: it
   * must not mind if it has been done already.
   */
  interface Step {
    void apply(DSLContext dsl, EntryTable table);
  }

  private final EntryTable t;
  private final boolean mayChange;
  private final List<Step> steps;

  Schema(EntryTable table, boolean mayChange) {
    this(table, mayChange, List.of());
  }

  /**
   * A schema whose layout is one more than there are steps.
   *
   * @param steps the first leads from layout 1 to layout 2
   */
  Schema(EntryTable table, boolean mayChange, List<Step> steps) {
    t = table;
    this.mayChange = mayChange;
    this.steps = steps;
  }

  private int layout() {
    return LAYOUT + steps.size();
  }

  /**
   * Makes sure that the table can be used.
   *
   * @throws BackendException if it can't; the message tells what to do
   */
  void prepare(DSLContext dsl) {
    for (int attempt = 1; ; attempt++) {
      try {
        if (isPrepared(dsl)) {
          return;
        }
        create(dsl);
      } catch (DataAccessException failure) {
        // Somebody else may have been faster.
        if (attempt >= ATTEMPTS) {
          throw refusal(failure);
        }
      }
    }
  }

  /** False if there is no table, or one without the row that tells its layout. */
  private boolean isPrepared(DSLContext dsl) {
    Record1<Long> found;
    try {
      found = dsl.select(t.version).from(t.table).where(isLayoutRow()).fetchOne();
      if (found != null && found.value1() < layout()) {
        migrate(dsl, found.value1().intValue());
        found = dsl.select(t.version).from(t.table).where(isLayoutRow()).fetchOne();
      }
      // Names every column.
      var unused = dsl.select(t.columns()).from(t.table).where(isLayoutRow()).fetch();
    } catch (DataAccessException failure) {
      if (SqlFailure.isNoSuchTable(failure)) {
        if (!mayChange) {
          throw new BackendException(
              "there is no table " + t.name() + "; let somebody who may make it run:\n" + ddl(),
              failure);
        }
        return false;
      }
      if (SqlFailure.isOfAnotherShape(failure)) {
        throw anotherShape(SqlFailure.said(cause(failure)));
      }
      throw failure;
    }
    if (found != null && found.value1() > layout()) {
      throw new BackendException(
          "the table "
              + t.name()
              + " has layout "
              + found.value1()
              + ", and this release of Cachier knows "
              + layout()
              + " at most: use the release that made it, or another cachier.sql.table",
          null);
    }
    return found != null;
  }

  private BackendException anotherShape(String said) {
    return new BackendException(
        "the table "
            + t.name()
            + " is none of Cachier's ("
            + said
            + "); name another by cachier.sql.table, or drop this one",
        null);
  }

  private static Throwable cause(DataAccessException failure) {
    SQLException answer = failure.getCause(SQLException.class);
    return answer == null ? failure : answer;
  }

  private Condition isLayoutRow() {
    return t.function.eq(NO_FUNCTION).and(t.digest.eq(NO_DIGEST));
  }

  private void create(DSLContext dsl) {
    try {
      for (Query query : queries(dsl)) {
        var unused = query.execute();
      }
    } catch (DataAccessException failure) {
      if (isThere(dsl)) {
        // Made by another process at the same time, or with an index that was there.
        insertLayout(dsl).execute();
      } else {
        throw failure;
      }
    }
  }

  private boolean isThere(DSLContext dsl) {
    try {
      var unused = dsl.select(t.columns()).from(t.table).where(isLayoutRow()).fetch();
      return true;
    } catch (DataAccessException failure) {
      return false;
    }
  }

  private RuntimeException refusal(DataAccessException failure) {
    if (SqlFailure.isLostConnection(failure)) {
      return failure;
    }
    return new BackendException(
        "the table "
            + t.name()
            + " could not be made ("
            + SqlFailure.said(cause(failure))
            + "); let somebody who may make it run:\n"
            + ddl(),
        failure);
  }

  private void migrate(DSLContext dsl, int from) {
    if (!mayChange) {
      throw new BackendException(
          "the table "
              + t.name()
              + " has layout "
              + from
              + " and needs "
              + layout()
              + ", but cachier.sql.create-schema is false; drop it, or let it be changed",
          null);
    }
    for (int at = from; at < layout(); at++) {
      steps.get(at - LAYOUT).apply(dsl, t);
      dsl.update(t.table)
          .set(t.version, (long) at + 1)
          .where(isLayoutRow())
          .and(t.version.eq((long) at))
          .execute();
    }
  }

  /** What makes the table, in this order. */
  List<Query> queries(DSLContext dsl) {
    return List.of(
        dsl.createTableIfNotExists(t.table).columns(t.columns()).primaryKey(t.function, t.digest),
        // For what is past its retention. No other begins with the function's name: PostgreSQL may
        // take it for the primary key while the table is small, and stay with it.
        dsl.createIndex(t.indexName("_keep")).on(t.table, t.keepUntilMicros),
        insertLayout(dsl));
  }

  private Query insertLayout(DSLContext dsl) {
    return dsl.insertInto(t.table)
        .set(t.function, NO_FUNCTION)
        .set(t.digest, NO_DIGEST)
        .set(t.version, (long) layout())
        .set(t.payloadBytes, 0)
        .set(t.writtenMicros, 0L)
        .set(t.token, 0L)
        .set(t.leaseEndMicros, 0L)
        .set(t.awaited, 0)
        .set(t.keepUntilMicros, val(Long.MAX_VALUE));
  }

  /** The same as text, one statement a line. */
  String ddl() {
    return statements().collect(Collectors.joining("\n"));
  }

  Stream<String> statements() {
    DSLContext dsl = DSL.using(t.database().dialect(), new Settings().withRenderFormatted(false));
    return queries(dsl).stream().map(query -> dsl.renderInlined(query) + ";");
  }
}

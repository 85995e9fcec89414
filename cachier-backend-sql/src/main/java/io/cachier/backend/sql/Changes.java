package io.cachier.backend.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Statement;
import java.time.Duration;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.impl.DSL;

/**
 * How a statement tells, within itself, what it changes: by a message that PostgreSQL sends when it
 * commits. Only for functions that somebody watches, since transactions with messages commit one
 * after the other: a row of no function marks each, and whoever watches keeps it from ending.
 */
final class Changes {
  /** How long a mark stands. */
  static final Duration MARKED = Duration.ofMinutes(5);

  private static final int LOCK_MILLIS = 1_000;

  private static final byte[] NO_FUNCTION = new byte[0];

  private final EntryTable t;
  private final String channel;

  Changes(EntryTable table) {
    t = table;
    channel = channel(table.name());
  }

  /** Where changes of a table's entries are told. */
  static String channel(String table) {
    return "cachier_changes" + Signal.channel(table).substring("cachier".length());
  }

  /** Tells when it is computed, if anybody watches the function. */
  Field<String> told(String function, Signal signal) {
    return DSL.field(
        "case when exists ({0}) then cast(pg_notify({1}, {2}) as text) end",
        String.class,
        DSL.selectOne()
            .from(t.table)
            .where(t.is(NO_FUNCTION))
            .and(t.digest.eq(mark(function)))
            .and(t.keepUntilMicros.gt(t.clock)),
        DSL.val(channel),
        DSL.val(signal.text()));
  }

  /** A message to whoever listens, and so to ourselves. */
  void echo(DSLContext dsl, String text) {
    var unused =
        dsl.select(
                DSL.field(
                    "cast(pg_notify({0}, {1}) as text)",
                    String.class, DSL.val(channel), DSL.val(text)))
            .fetch();
  }

  /** Keeps a mark that stands from ending. */
  void keep(DSLContext dsl, String function) {
    var unused = upsert(dsl, function).execute();
  }

  /**
   * Sets a mark. A statement that began before, and so has not seen it, is over when this is: each
   * holds a lock on the table from before it looks until it commits.
   */
  void set(DSLContext dsl, String function) {
    String text =
        "do $cachier$ begin perform set_config('lock_timeout', '"
            + LOCK_MILLIS
            + "', true); lock table "
            + dsl.render(t.table)
            + " in share row exclusive mode; "
            + dsl.renderInlined(upsert(dsl, function))
            + "; end $cachier$";
    dsl.connection(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute(text);
          }
        });
  }

  private Query upsert(DSLContext dsl, String function) {
    Field<Long> until = t.clock.add(Statements.micros(MARKED));
    var row = new Statements(t).row(NO_FUNCTION, mark(function));
    row.put(t.keepUntilMicros, until);
    return dsl.insertInto(t.table)
        .set(row)
        .onConflict(t.function, t.digest)
        .doUpdate()
        .set(t.keepUntilMicros, until);
  }

  /** The digest of the row of no function that marks a function. */
  private static byte[] mark(String function) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return digest.digest(("watched " + function).getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

package io.cachier.backend.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import io.cachier.spi.EntryInfo;
import io.cachier.spi.EntryKey;
import io.cachier.spi.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.Result;
import org.jooq.Row2;
import org.jooq.Table;
import org.jooq.UpdateConditionStep;
import org.jspecify.annotations.Nullable;

/**
 * What is said about all rows of a function, or of all functions. In pieces, each a transaction of
 * its own, so that nobody waits long for a row, and no log grows.
 */
final class Bulk {
  /** Rows a piece. */
  static final int PIECE = 1_000;

  /** Rows whose keys are named one by one: what is swept is of any function. */
  static final int NAMED_PIECE = 500;

  /** Rows that are counted at most; of more it is unknown how many there are. */
  static final int MOST_COUNTED = 100_000;

  /**
   * One piece done.
   *
   * @param count how many entries or claims it was about
   * @param end the last digest of the piece, or null if it was the last piece
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier, compared by nobody
  record Piece(long count, byte @Nullable [] end) {}

  private final EntryTable t;

  Bulk(EntryTable table) {
    t = table;
  }

  /** The rows of a piece: after one digest, and up to another if it is not the last piece. */
  private Condition piece(byte[] function, byte @Nullable [] after, byte @Nullable [] end) {
    Condition rows = t.is(function);
    if (after != null) {
      rows = rows.and(t.digest.gt(after));
    }
    return end == null ? rows : rows.and(t.digest.le(end));
  }

  private byte @Nullable [] endOf(DSLContext dsl, byte[] function, byte @Nullable [] after) {
    return dsl.select(t.digest)
        .from(t.table)
        .where(piece(function, after, null))
        .orderBy(t.digest)
        .limit(1)
        .offset(PIECE - 1)
        .fetchOne(t.digest);
  }

  /** Removes the rows of a piece; counts entries. */
  Piece remove(DSLContext dsl, byte[] function, byte @Nullable [] after) {
    byte[] end = endOf(dsl, function, after);
    Condition rows = piece(function, after, end);
    int entries = deleted(dsl, function, rows.and(t.version.ne(0L)));
    dsl.deleteFrom(t.table).where(rows).and(t.version.eq(0L)).execute();
    return new Piece(entries, end);
  }

  /** Removes entries, and tells who watches within the same statement. */
  private int deleted(DSLContext dsl, byte[] function, Condition rows) {
    var delete = dsl.deleteFrom(t.table).where(rows);
    return t.database().notifies()
        ? delete.returningResult(told(function)).fetch().size()
        : delete.execute();
  }

  /** The same message for every row is one message. */
  private Field<String> told(byte[] function) {
    String name = new String(function, UTF_8);
    return new Changes(t).told(name, Signal.of(name));
  }

  /** Ends the claims of a piece; counts those that were live. */
  Piece unclaim(DSLContext dsl, byte[] function, byte @Nullable [] after) {
    byte[] end = endOf(dsl, function, after);
    Condition rows = piece(function, after, end).and(t.token.ne(0L));
    Map<Field<?>, Object> withoutClaim = new Statements(t).withoutClaim();
    int live =
        dsl.update(t.table)
            .set(withoutClaim)
            .where(rows)
            .and(t.leaseEndMicros.gt(t.clock))
            .execute();
    dsl.update(t.table).set(withoutClaim).where(rows).execute();
    return new Piece(live, end);
  }

  /** What the database's clock says. */
  long nowMicros(DSLContext dsl) {
    Long now = dsl.select(t.clock).fetchOne(t.clock);
    if (now == null) {
      throw new IllegalStateException("a select without a table gave no row");
    }
    return now;
  }

  /** Removes the entries of a piece that were written before a moment; their claims stay. */
  Piece removeWrittenBefore(DSLContext dsl, byte[] function, byte @Nullable [] after, long micros) {
    byte[] end = endOf(dsl, function, after);
    // What is stored meanwhile is younger.
    Condition old =
        piece(function, after, end).and(t.version.ne(0L)).and(t.writtenMicros.lt(micros));
    int removed = deleted(dsl, function, old.and(t.token.eq(0L)));
    UpdateConditionStep<Record> emptying =
        dsl.update(t.table)
            .set(t.version, 0L)
            .setNull(t.payload)
            .set(t.payloadBytes, 0)
            .set(t.writtenMicros, 0L)
            .set(t.keepUntilMicros, t.leaseEndMicros.add(Statements.LONGEST_LEASE_MICROS))
            .where(old);
    removed +=
        t.database().notifies()
            ? emptying.returningResult(told(function)).fetch().size()
            : emptying.execute();
    return new Piece(removed, end);
  }

  /**
   * Removes some rows that nobody needs any more.
   *
   * @return how many were found, and less than {@link #NAMED_PIECE} at the end
   */
  int sweep(DSLContext dsl) {
    // As a value, which an index can be searched for; the clock itself is another for each row.
    Condition past = t.keepUntilMicros.lt(nowMicros(dsl));
    Result<Record2<byte[], byte[]>> keys =
        dsl.select(t.function, t.digest)
            .from(t.table)
            .where(past)
            .orderBy(t.keepUntilMicros)
            .limit(NAMED_PIECE)
            .fetch();
    if (!keys.isEmpty()) {
      List<Row2<byte[], byte[]>> rows = new ArrayList<>();
      keys.forEach(key -> rows.add(row(key.value1(), key.value2())));
      dsl.deleteFrom(t.table).where(past).and(row(t.function, t.digest).in(rows)).execute();
    }
    return keys.size();
  }

  /** The entries after a digest, in the order of the digests. */
  List<EntryInfo> entries(DSLContext dsl, String function, byte @Nullable [] after, int most) {
    return dsl.select(t.digest, t.payloadBytes, t.writtenMicros, t.leaseEndMicros, t.clock)
        .from(t.table)
        .where(piece(EntryTable.bytes(function), after, null))
        .and(t.version.ne(0L))
        .orderBy(t.digest)
        .limit(most)
        .fetch(
            found ->
                new EntryInfo(
                    new EntryKey(function, found.value1()),
                    Duration.ofNanos(
                        Session.ageNanos(found.value3(), found.value5(), t.database())),
                    found.value2(),
                    found.value4() > found.value5()));
  }

  /** How much there is, if it is not too much to count. */
  Usage usage(DSLContext dsl, byte[] function) {
    Table<?> some =
        select(t.payloadBytes)
            .from(t.table)
            .where(t.is(function))
            .and(t.version.ne(0L))
            .limit(MOST_COUNTED + 1)
            .asTable("some");
    Record2<Integer, BigDecimal> counted =
        dsl.select(count(), sum(some.field(t.payloadBytes))).from(some).fetchOne();
    if (counted == null || counted.value1() > MOST_COUNTED) {
      return Usage.UNKNOWN;
    }
    BigDecimal bytes = counted.value2();
    return Usage.of(counted.value1(), bytes == null ? 0 : bytes.longValue());
  }
}

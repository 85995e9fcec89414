package io.cachier.backend.sql;

import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import io.cachier.spi.Claim;
import io.cachier.spi.EntryKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.InsertReturningStep;
import org.jooq.InsertSetMoreStep;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Record2;
import org.jooq.Record3;
import org.jooq.Record4;
import org.jooq.UpdateConditionStep;
import org.jooq.impl.DSL;

/**
 * What is said about one key. Each change is one statement, and holds or does not hold as a whole;
 * the claim's token is chosen here, so that a statement can be sent again without harm.
 */
final class Statements {

  /** The engine's longest lease is a day. */
  static final long LONGEST_LEASE_MICROS = Duration.ofDays(1).toNanos() / 1000;

  /** Beyond that an entry has no end. */
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  /** How often a claim is asked for that ends just while it is looked at. */
  private static final int CLAIM_ATTEMPTS = 5;

  private static final Duration CLAIM_PAUSE = Duration.ofMillis(1);

  private final EntryTable t;
  private final Database database;

  private final String lookup;

  Statements(EntryTable table) {
    t = table;
    database = table.database();
    lookup = lookupText();
  }

  EntryTable table() {
    return t;
  }

  /** Writes the longest statements once, for nobody: so jOOQ is loaded. */
  void rehearse() {
    DSLContext nowhere = DSL.using(database.dialect(), Jooq.SETTINGS);
    EntryKey key = new EntryKey("rehearsal", new byte[EntryKey.DIGEST_BYTES]);
    var claim = takeClaim(nowhere, key, 1, "nobody", 1).getSQL();
    var store =
        nowhere
            .update(t.table)
            .set(withoutClaim())
            .set(entry(new byte[0], 1, Optional.of(Duration.ofSeconds(1))))
            .where(t.is(key))
            .getSQL();
    if (claim.isEmpty() || store.isEmpty()) {
      throw new IllegalStateException("jOOQ has nothing to say");
    }
  }

  /** Payload, version, when written, end of the claim, now; parameters: function and digest. */
  String lookup() {
    return lookup;
  }

  private String lookupText() {
    return DSL.using(database.dialect(), Jooq.SETTINGS)
        .select(t.payload, t.version, t.writtenMicros, t.leaseEndMicros, t.clock)
        .from(t.table)
        .where(t.function.eq(DSL.param("function", t.function)))
        .and(t.digest.eq(DSL.param("digest", t.digest)))
        .getSQL();
  }

  Claim claim(DSLContext dsl, EntryKey key, long token, String owner, Duration lease) {
    long leaseMicros = micros(lease);
    for (int attempt = 0; attempt < CLAIM_ATTEMPTS; attempt++) {
      if (database.returnsFromUpsert()) {
        Record1<Long> granted =
            takeClaim(dsl, key, token, owner, leaseMicros).returningResult(t.version).fetchOne();
        if (granted != null) {
          return new Claim.Granted(token, granted.value1());
        }
      } else {
        takeClaim(dsl, key, token, owner, leaseMicros).execute();
      }
      Record4<Long, Long, Long, Long> newest =
          dsl.select(t.token, t.version, t.leaseEndMicros, t.clock)
              .from(t.table)
              .where(t.is(key))
              .fetchOne();
      if (newest != null && newest.value1() == token) {
        return new Claim.Granted(token, newest.value2());
      }
      if (newest != null && newest.value3() > newest.value4()) {
        return new Claim.Held(Duration.ofNanos((newest.value3() - newest.value4()) * 1000));
      }
      // It ended between the two statements.
    }
    return new Claim.Held(CLAIM_PAUSE);
  }

  /** Inserts the claim, or puts it in the place of one whose lease ran out. */
  private InsertReturningStep<Record> takeClaim(
      DSLContext dsl, EntryKey key, long token, String owner, long leaseMicros) {
    Field<Long> leaseEnd = t.clock.add(leaseMicros);
    Field<Long> forgotten = t.clock.add(2 * leaseMicros);
    Map<Field<?>, Object> row = row(key);
    row.put(t.token, token);
    row.put(t.leaseEndMicros, leaseEnd);
    row.put(t.owner, owner);
    row.put(t.keepUntilMicros, forgotten);
    Condition free = t.leaseEndMicros.le(t.clock);
    Map<Field<?>, Object> taken = new LinkedHashMap<>();
    // In this order, and the lease's end last: MySQL sees what was set before.
    taken.put(t.owner, ifFree(free, val(owner), t.owner));
    taken.put(t.awaited, ifFree(free, val(0), t.awaited));
    taken.put(
        t.keepUntilMicros, ifFree(free, greatest(t.keepUntilMicros, forgotten), t.keepUntilMicros));
    taken.put(t.token, ifFree(free, val(token), t.token));
    taken.put(t.leaseEndMicros, ifFree(free, leaseEnd, t.leaseEndMicros));
    InsertSetMoreStep<Record> insert = dsl.insertInto(t.table).set(row);
    return database.isMySql()
        ? insert.onDuplicateKeyUpdate().set(taken)
        : insert
            .onConflict(t.function, t.digest)
            .doUpdate()
            .set(taken)
            // A free one, or our own when this is sent again.
            .where(free.or(t.token.eq(token)));
  }

  private <T> Field<T> ifFree(Condition free, Field<T> then, Field<T> otherwise) {
    return database.isMySql() ? when(free, then).otherwise(otherwise) : then;
  }

  /** A row without entry and claim. */
  private Map<Field<?>, Object> row(EntryKey key) {
    return row(EntryTable.bytes(key.function()), key.digest());
  }

  Map<Field<?>, Object> row(byte[] function, byte[] digest) {
    Map<Field<?>, Object> row = new LinkedHashMap<>();
    row.put(t.function, function);
    row.put(t.digest, digest);
    row.put(t.version, 0L);
    row.put(t.payloadBytes, 0);
    row.put(t.writtenMicros, 0L);
    row.put(t.token, 0L);
    row.put(t.leaseEndMicros, 0L);
    row.put(t.awaited, 0);
    return row;
  }

  boolean renew(DSLContext dsl, EntryKey key, long token, Duration lease) {
    long leaseMicros = micros(lease);
    return token != 0
        && dsl.update(t.table)
                .set(t.leaseEndMicros, t.clock.add(leaseMicros))
                .set(t.keepUntilMicros, greatest(t.keepUntilMicros, t.clock.add(2 * leaseMicros)))
                .where(t.is(key))
                .and(t.token.eq(token))
                .execute()
            > 0;
  }

  Ending release(DSLContext dsl, EntryKey key, long token) {
    if (token == 0) {
      return Ending.REFUSED;
    }
    return ended(
        dsl.update(t.table).set(withoutClaim()).where(t.is(key)).and(t.token.eq(token)),
        DSL.castNull(String.class));
  }

  /** Stores under a claim. */
  Ending store(
      DSLContext dsl,
      EntryKey key,
      byte[] payload,
      long token,
      long version,
      Optional<Duration> retention) {
    Map<Field<?>, Object> entry = withoutClaim();
    entry.putAll(entry(payload, version, retention));
    return ended(dsl.update(t.table).set(entry).where(t.is(key)).and(t.token.eq(token)), told(key));
  }

  /**
   * Stores whatever was there. Who waits is always told, since it is not known whether anyone does.
   */
  Ending storeUnfenced(
      DSLContext dsl, EntryKey key, byte[] payload, long version, Optional<Duration> retention) {
    Map<Field<?>, Object> entry = entry(payload, version, retention);
    Map<Field<?>, Object> row = row(key);
    row.putAll(entry);
    Map<Field<?>, Object> change = withoutClaim();
    change.putAll(entry);
    InsertSetMoreStep<Record> insert = dsl.insertInto(t.table).set(row);
    InsertReturningStep<Record> upsert =
        database.isMySql()
            ? insert.onDuplicateKeyUpdate().set(change)
            : insert.onConflict(t.function, t.digest).doUpdate().set(change);
    if (database.notifies()) {
      Record2<Integer, String> written = upsert.returningResult(t.awaited, told(key)).fetchOne();
      return written == null ? Ending.REFUSED : Ending.of(written.value1());
    }
    upsert.execute();
    return Ending.UNHEARD;
  }

  private Map<Field<?>, Object> entry(byte[] payload, long version, Optional<Duration> retention) {
    Map<Field<?>, Object> entry = new LinkedHashMap<>();
    entry.put(t.version, version);
    entry.put(t.payload, payload);
    entry.put(t.payloadBytes, payload.length);
    entry.put(t.writtenMicros, t.clock);
    entry.put(
        t.keepUntilMicros,
        retention
            .filter(time -> time.compareTo(FOR_EVER) < 0)
            .map(time -> t.clock.add(micros(time)))
            .orElseGet(() -> val(Long.MAX_VALUE)));
    return entry;
  }

  /** What ends a claim. That somebody listens stays, to be told by the statement itself. */
  Map<Field<?>, Object> withoutClaim() {
    Map<Field<?>, Object> change = new LinkedHashMap<>();
    change.put(t.token, 0L);
    change.put(t.leaseEndMicros, 0L);
    change.put(t.owner, DSL.castNull(t.owner));
    return change;
  }

  /** Tells who watches, within the statement that returns this. */
  private Field<String> told(EntryKey key) {
    return database.notifies()
        ? new Changes(t).told(key.function(), Signal.of(key))
        : DSL.castNull(String.class);
  }

  private Ending ended(UpdateConditionStep<Record> update, Field<String> told) {
    if (!database.notifies()) {
      return update.execute() > 0 ? Ending.UNHEARD : Ending.REFUSED;
    }
    Record2<Integer, String> ended = update.returningResult(t.awaited, told).fetchOne();
    return ended == null ? Ending.REFUSED : Ending.of(ended.value1());
  }

  /** Removes the row: its entry, if there is one, and its claim. */
  Removal remove(DSLContext dsl, EntryKey key) {
    if (database.returnsFromDelete()) {
      Record3<Long, Integer, String> removed =
          dsl.deleteFrom(t.table)
              .where(t.is(key))
              .returningResult(t.version, t.awaited, told(key))
              .fetchOne();
      return removed == null
          ? new Removal(false, false)
          : new Removal(removed.value1() != 0, removed.value2() != 0);
    }
    int entries = dsl.deleteFrom(t.table).where(t.is(key)).and(t.version.ne(0L)).execute();
    if (entries == 0) {
      // What was stored in between came later, and has ended the claim by itself.
      dsl.deleteFrom(t.table).where(t.is(key)).and(t.version.eq(0L)).execute();
    }
    return new Removal(entries > 0, false);
  }

  /**
   * How long the newest claim still runs.
   *
   * @param listening whether to leave a mark, so that the end of the claim is told
   */
  Rest rest(DSLContext dsl, EntryKey key, boolean listening) {
    for (int attempt = 0; ; attempt++) {
      Record3<Long, Integer, Long> found =
          dsl.select(t.leaseEndMicros, t.awaited, t.clock)
              .from(t.table)
              .where(t.is(key))
              .fetchOne();
      long restMicros = found == null ? 0 : found.value1() - found.value3();
      boolean marked = found != null && found.value2() != 0;
      if (restMicros <= 0 || marked || !listening || attempt > 0) {
        return new Rest(Math.max(0, restMicros), marked);
      }
      dsl.update(t.table)
          .set(t.awaited, 1)
          .where(t.is(key))
          .and(t.leaseEndMicros.gt(t.clock))
          .execute();
      // Looks once more: what ended before the mark was told to nobody.
    }
  }

  /**
   * What is left of a claim.
   *
   * @param micros 0 if there is none
   * @param marked whether its end will be told
   */
  record Rest(long micros, boolean marked) {}

  /**
   * What was removed.
   *
   * @param entry whether there was an entry
   * @param awaited whether somebody listens for the end of its claim
   */
  record Removal(boolean entry, boolean awaited) {}

  /** What came of a statement that ends a claim. */
  enum Ending {
    /** The claim was not the newest; nothing was changed. */
    REFUSED,
    /** Done, and nobody listens. */
    UNHEARD,
    /** Done, and somebody listens. */
    AWAITED;

    static Ending of(int awaited) {
      return awaited == 0 ? UNHEARD : AWAITED;
    }
  }

  /** At least one, since nothing can end before it began; rounded up. */
  static long micros(Duration time) {
    Duration bounded = time.compareTo(FOR_EVER) > 0 ? FOR_EVER : time;
    return Math.max(1, (bounded.toNanos() + 999) / 1000);
  }
}

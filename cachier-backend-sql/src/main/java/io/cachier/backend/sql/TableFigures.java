package io.cachier.backend.sql;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

import io.cachier.spi.Gauge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * What the database's own statistics say of the table: nothing is counted for it. Asked for at most
 * every thirty seconds, in the background; what is not known is left out.
 */
final class TableFigures {
  private static final long GOOD_FOR_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Gateway gateway;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile List<Gauge> last = List.of();
  private volatile long askedNanos;
  private volatile boolean asked;

  TableFigures(Gateway gateway) {
    this.gateway = gateway;
  }

  /** The last that was told; asks anew if that is old. */
  List<Gauge> gauges() {
    boolean old = !asked || System.nanoTime() - askedNanos > GOOD_FOR_NANOS;
    if (old && asking.compareAndSet(false, true)) {
      asked = true;
      askedNanos = System.nanoTime();
      Afterwards.run(
          gateway.submit(TableFigures::told),
          (told, failure) -> {
            last = told == null ? List.of() : told;
            asking.set(false);
          });
    }
    return last;
  }

  private static List<Gauge> told(Session session) {
    List<Gauge> gauges = new ArrayList<>();
    Record2<Long, Long> found = rowsAndBytes(session.dsl(), session.table());
    if (found != null) {
      add(gauges, "table_rows", found.value1());
      add(gauges, "table_bytes", found.value2());
    }
    return List.copyOf(gauges);
  }

  private static void add(List<Gauge> gauges, String name, @Nullable Long value) {
    // PostgreSQL says -1 of a table that was never analyzed.
    if (value != null && value >= 0) {
      gauges.add(new Gauge(name, Map.of(), value));
    }
  }

  private static @Nullable Record2<Long, Long> rowsAndBytes(DSLContext dsl, EntryTable t) {
    String bare = t.name().substring(t.name().indexOf('.') + 1);
    return switch (t.database()) {
      case POSTGRES -> {
        Field<String> regclass = dsl.render(t.table).isEmpty() ? val("") : val(dsl.render(t.table));
        Field<Object> id = function("to_regclass", SQLDataType.OTHER, regclass);
        yield dsl.select(
                field(name("reltuples"), SQLDataType.REAL).cast(SQLDataType.BIGINT),
                function("pg_total_relation_size", SQLDataType.BIGINT, field(name("oid"))))
            .from(table(name("pg_class")))
            .where(field(name("oid"), SQLDataType.OTHER).eq(id))
            .fetchOne();
      }
      case MARIADB, MYSQL ->
          dsl.select(
                  field(name("table_rows"), SQLDataType.BIGINT),
                  field(name("data_length"), SQLDataType.BIGINT)
                      .add(field(name("index_length"), SQLDataType.BIGINT)))
              .from(table(name("information_schema", "tables")))
              .where(field(name("table_name"), SQLDataType.VARCHAR).eq(bare))
              .and(inSchema(t))
              .limit(1)
              .fetchOne();
      case H2 ->
          dsl.select(
                  field(name("ROW_COUNT_ESTIMATE"), SQLDataType.BIGINT),
                  function("DISK_SPACE_USED", SQLDataType.BIGINT, inline(dsl.render(t.table))))
              .from(table(name("INFORMATION_SCHEMA", "TABLES")))
              .where(field(name("TABLE_NAME"), SQLDataType.VARCHAR).eq(bare))
              .limit(1)
              .fetchOne();
      case SQLITE -> null;
    };
  }

  private static Condition inSchema(EntryTable t) {
    Field<String> schema = field(name("table_schema"), SQLDataType.VARCHAR);
    int dot = t.name().indexOf('.');
    return dot < 0
        ? schema.eq(function("database", SQLDataType.VARCHAR))
        : schema.eq(t.name().substring(0, dot));
  }
}

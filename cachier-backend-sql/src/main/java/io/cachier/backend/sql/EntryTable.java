package io.cachier.backend.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cachier.BackendException;
import io.cachier.spi.EntryKey;
import java.util.List;
import java.util.regex.Pattern;
import org.jooq.Condition;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The one table. A row is an entry, a claim, or both; times are microseconds of the database's
 * clock. The row of no function holds the number of the layout.
 */
final class EntryTable {
  /** The name of a function as UTF-8: what compares bytes mistakes no name for another. */
  static final int MOST_FUNCTION_BYTES = 800;

  static final int MOST_OWNER_CHARS = 200;

  /** What {@link #isName} asks for. */
  static final String NAME_RULE =
      "it must be of letters, digits and underscores, 1 to 40, and may have a schema before it";

  private static final DataType<Long> NUMBER = SQLDataType.BIGINT.nullable(false);
  private static final DataType<Integer> SMALL_NUMBER = SQLDataType.INTEGER.nullable(false);

  private static final Pattern NAMES =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,39}\\.)?[A-Za-z_][A-Za-z0-9_]{0,39}");

  final Field<byte[]> function;
  final Field<byte[]> digest;

  /** Of the entry; 0 if there is none. */
  final Field<Long> version;

  final Field<byte[]> payload;
  final Field<Integer> payloadBytes;

  /** When the entry was written; 0 if there is none. */
  final Field<Long> writtenMicros;

  /** The newest claim's; 0 if there is none. */
  final Field<Long> token;

  /** 0 if there is no claim. */
  final Field<Long> leaseEndMicros;

  /** Who holds the claim, for a person to read. */
  final Field<String> owner;

  /** 1 if somebody listens for the end of the claim. */
  final Field<Integer> awaited;

  /** When the row may go. */
  final Field<Long> keepUntilMicros;

  final Table<Record> table;
  final Field<Long> clock;
  private final Database database;
  private final String name;

  EntryTable(Database database, String name) {
    this.database = database;
    this.name = name;
    table = DSL.table(qualified(name));
    function = field("function_name", SQLDataType.VARBINARY(MOST_FUNCTION_BYTES).nullable(false));
    digest = field("digest", SQLDataType.BINARY(EntryKey.DIGEST_BYTES).nullable(false));
    version = field("version", NUMBER);
    payload = field("payload", database.payloadType().nullable(true));
    payloadBytes = field("payload_bytes", SMALL_NUMBER);
    writtenMicros = field("written_us", NUMBER);
    token = field("token", NUMBER);
    leaseEndMicros = field("lease_end_us", NUMBER);
    owner = field("owner", SQLDataType.VARCHAR(MOST_OWNER_CHARS).nullable(true));
    awaited = field("awaited", SMALL_NUMBER);
    keepUntilMicros = field("keep_until_us", NUMBER);
    clock = database.clock();
  }

  /** With the table's name: a bare one would be ambiguous beside the row that was refused. */
  private <T> Field<T> field(String column, DataType<T> type) {
    return DSL.field(qualified(name).append(column), type);
  }

  static boolean isName(String name) {
    return NAMES.matcher(name).matches();
  }

  private static Name qualified(String name) {
    return DSL.name(name.split("\\."));
  }

  /** The name of an index on this table, without a schema: that is the table's. */
  Name indexName(String ending) {
    return DSL.name(name.substring(name.indexOf('.') + 1) + ending);
  }

  Database database() {
    return database;
  }

  String name() {
    return name;
  }

  List<Field<?>> columns() {
    return List.of(
        function,
        digest,
        version,
        payload,
        payloadBytes,
        writtenMicros,
        token,
        leaseEndMicros,
        owner,
        awaited,
        keepUntilMicros);
  }

  Condition is(EntryKey key) {
    return is(bytes(key.function())).and(digest.eq(key.digest()));
  }

  Condition is(byte[] functionName) {
    return function.eq(functionName);
  }

  /**
   * A function's name as it is stored.
   *
   * @throws BackendException if there is no room for it
   */
  static byte[] bytes(String functionName) {
    byte[] bytes = functionName.getBytes(UTF_8);
    if (bytes.length == 0 || bytes.length > MOST_FUNCTION_BYTES) {
      throw new BackendException(
          "the name of a function takes "
              + bytes.length
              + " bytes as UTF-8; the sql backend keeps 1 to "
              + MOST_FUNCTION_BYTES
              + ": give it another by function(name, ...)",
          null);
    }
    return bytes;
  }

  /** An owner's name as every database can keep it. */
  static String printable(String name) {
    return name.substring(0, Math.min(name.length(), MOST_OWNER_CHARS))
        .replaceAll("[^\\x20-\\x7e]", "?");
  }
}

package io.cachier.backend.sql;

import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * How much can be sent at once. MariaDB cuts a connection that sends more than it takes, without
 * saying why.
 *
 * @param bytes the most that a statement may have
 * @param escapes whether some bytes are sent as two
 */
record PayloadLimit(long bytes, boolean escapes) {
  /** Room for the rest of the statement. */
  private static final int STATEMENT_BYTES = 4096;

  static PayloadLimit of(DSLContext dsl, Database database) {
    if (!database.isMySql()) {
      return new PayloadLimit(database.mostPayloadBytes(), false);
    }
    // jOOQ has no word for a variable of the server.
    Long packet =
        dsl.select(DSL.field("@@max_allowed_packet", SQLDataType.BIGINT)).fetchOne(0, Long.class);
    return new PayloadLimit(packet == null ? database.mostPayloadBytes() : packet, true);
  }

  /**
   * Looks at a payload.
   *
   * @throws io.cachier.BackendException if it is too large
   */
  void check(byte[] payload) {
    long least = payload.length + (long) STATEMENT_BYTES;
    // Only one that may be too large is looked through.
    if (least > bytes
        || (escapes && least + payload.length > bytes && least + escaped(payload) > bytes)) {
      throw SqlFailure.tooLarge(payload.length, bytes);
    }
  }

  private static int escaped(byte[] payload) {
    int count = 0;
    for (byte one : payload) {
      if (one == 0 || one == '\'' || one == '"' || one == '\\') {
        count++;
      }
    }
    return count;
  }
}

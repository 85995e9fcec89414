package io.cachier.backend.sql;

import java.time.Duration;
import java.util.Optional;

/**
 * What was set.
 *
 * @param database the kind of database; empty if only a connection tells
 * @param table the name of the table
 * @param createSchema whether the table may be made and changed
 * @param limits of connections and time
 * @param cleanupInterval between two removals of what is past its retention
 */
record SqlConfig(
    Optional<Database> database,
    String table,
    boolean createSchema,
    Gateway.Limits limits,
    Duration cleanupInterval) {
  Schema schema(EntryTable entries) {
    return new Schema(entries, createSchema);
  }
}

package io.cachier.backend.sql;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jooq.SQLDialect;

/**
 * The statements that make the table, for whoever may run them where the application may not. The
 * same stand in {@code docs/backends/sql.md}.
 *
 * <p>As a program: {@code java -cp ... io.cachier.backend.sql.SqlSchema postgres}, with the name of
 * a dialect and, if it is not {@code cachier_entries}, that of the table.
 */
public final class SqlSchema {
  private SqlSchema() {}

  /**
   * The statements, to be run in this order.
   *
   * @param dialect the kind of database: {@code POSTGRES}, {@code H2}, {@code SQLITE}, {@code
   *     MARIADB}, {@code MYSQL}, or a version of one of these
   * @param table the name of the table, as in the setting {@code cachier.sql.table}
   * @return one statement each, with a semicolon at the end
   * @throws IllegalArgumentException if the dialect is not supported, or the table has no such name
   */
  public static List<String> statements(SQLDialect dialect, String table) {
    Objects.requireNonNull(dialect, "dialect");
    if (!EntryTable.isName(table)) {
      throw new IllegalArgumentException(
          "no table can be named '" + table + "': " + EntryTable.NAME_RULE);
    }
    Database database =
        Database.of(dialect)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the sql backend does not know "
                            + dialect.getName()
                            + "; it knows "
                            + Database.names()));
    return new Schema(new EntryTable(database, table), true).statements().toList();
  }

  /**
   * Prints the statements.
   *
   * @param args the dialect, then the table if it has another name than usual
   */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (args.length < 1 || args.length > 2) {
      out.println("Usage: SqlSchema DIALECT [TABLE], with a dialect of " + Database.names());
      return;
    }
    String table = args.length == 2 ? args[1] : SqlBackendProvider.DEFAULT_TABLE;
    String sought = args[0].toUpperCase(Locale.ROOT);
    SQLDialect dialect =
        Stream.of(SQLDialect.values())
            .filter(one -> one.name().equals(sought))
            .findFirst()
            .orElse(SQLDialect.DEFAULT);
    statements(dialect, table).forEach(out::println);
  }
}

package io.cachier.backend.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.BackendException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Test;

/** How the table is made, and brought from one layout to the next. */
class SchemaTest {
  private static final List<Schema.Step> STEPS =
      List.of(
          (dsl, t) ->
              dsl.alterTable(t.table)
                  .addColumnIfNotExists(
                      DSL.field(DSL.name("hits"), SQLDataType.BIGINT.nullable(true)))
                  .execute());

  private static Connection h2(String name) throws SQLException {
    return DriverManager.getConnection("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
  }

  private static String table() {
    return "t_" + UUID.randomUUID().toString().replace('-', '_').substring(0, 20);
  }

  @Test
  void docs_everyDialect_showWhatIsRun() throws IOException {
    String page = Files.readString(Path.of("../docs/backends/sql.md"));
    for (SQLDialect dialect :
        List.of(
            SQLDialect.POSTGRES,
            SQLDialect.H2,
            SQLDialect.SQLITE,
            SQLDialect.MARIADB,
            SQLDialect.MYSQL)) {
      assertThat(page).contains(SqlSchema.statements(dialect, "cachier_entries"));
    }
  }

  @Test
  void prepare_olderLayout_isBroughtForward() throws SQLException {
    String name = table();
    try (Connection connection = PostgresServer.shared().getPostgresDatabase().getConnection()) {
      migrate(Jooq.on(connection, Database.POSTGRES), new EntryTable(Database.POSTGRES, name));
    }
    try (Connection connection = h2(name)) {
      migrate(Jooq.on(connection, Database.H2), new EntryTable(Database.H2, name));
    }
  }

  private static void migrate(DSLContext dsl, EntryTable table) {
    new Schema(table, true).prepare(dsl);
    assertThatThrownBy(() -> new Schema(table, false, STEPS).prepare(dsl))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("has layout 1 and needs 2");
    new Schema(table, true, STEPS).prepare(dsl);
    new Schema(table, true, STEPS).prepare(dsl);
    assertThat(dsl.select(DSL.field(DSL.name("hits"))).from(table.table).fetch()).hasSize(1);
    // The release before can't know what has changed.
    assertThatThrownBy(() -> new Schema(table, true).prepare(dsl))
        .hasMessageContaining("has layout 2");
  }

  @Test
  void prepare_layoutRowMissing_isAdded() throws SQLException {
    String name = table();
    try (Connection connection = h2(name)) {
      DSLContext dsl = Jooq.on(connection, Database.H2);
      EntryTable table = new EntryTable(Database.H2, name);
      new Schema(table, true).prepare(dsl);
      dsl.deleteFrom(table.table).execute();
      new Schema(table, true).prepare(dsl);
      assertThat(dsl.fetchCount(table.table)).isEqualTo(1);
    }
  }

  @Test
  void prepare_manyAtOnce_makeOneTable() throws Exception {
    String name = table();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(
          CompletableFuture.runAsync(
              () -> {
                try (Connection connection =
                    PostgresServer.shared().getPostgresDatabase().getConnection()) {
                  new Schema(new EntryTable(Database.POSTGRES, name), true)
                      .prepare(Jooq.on(connection, Database.POSTGRES));
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              },
              work -> new Thread(work).start()));
    }
    for (CompletableFuture<Void> one : all) {
      Stages.get(one);
    }
  }

  @Test
  void ofUrl_knownSchemes_areKnown() {
    assertThat(Database.ofUrl("jdbc:PostgreSQL://x")).hasValue(Database.POSTGRES);
    assertThat(Database.ofUrl("jdbc:derby:x")).isEmpty();
    assertThat(Database.names()).isEqualTo("Postgres, H2, SQLite, MariaDB, MySQL");
    assertThat(Database.H2.readsOnWaitingThread("jdbc:h2:/a/b")).isFalse();
    assertThat(Database.H2.readsOnWaitingThread("jdbc:h2:async:/a/b")).isTrue();
  }
}

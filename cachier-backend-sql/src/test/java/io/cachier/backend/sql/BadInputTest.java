package io.cachier.backend.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.ConfigurationException;
import io.cachier.MetricsPolicy;
import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.SQLDialect;
import org.junit.jupiter.api.Test;

/** Settings and databases that can't work: one clear message, and the call answers. */
class BadInputTest {
  private static final String SECRET = "hunter2hunter2";

  private static Throwable failureOf(Map<String, String> settings) {
    try (RemoteBackend backend = TestSettings.open(settings)) {
      return Stages.failure(backend.lookup(Stages.key("f", 1)));
    }
  }

  private static String printed(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static CachedFunction<Integer, String> function(Cachier cachier) {
    return cachier
        .function("bad", Integer.class, String.class, key -> "value " + key)
        .metrics(MetricsPolicy.on())
        .build();
  }

  @Test
  void build_unknownDatabase_isRefusedByName() {
    try (Cachier cachier =
        Cachier.builder()
            .backend("sql")
            .setting("sql.url", "jdbc:oracle:thin:scott/" + SECRET + "@host")
            .build()) {
      assertThatThrownBy(() -> function(cachier))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("sql.url was '***'")
          .hasMessageContaining("Postgres, H2, SQLite, MariaDB, MySQL")
          .hasMessageContaining("not of 'oracle'")
          .hasMessageNotContaining(SECRET);
    }
  }

  @Test
  void build_noUrl_tellsWhatToSet() {
    try (Cachier cachier = Cachier.builder().backend("sql").build()) {
      assertThatThrownBy(() -> function(cachier))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("sql.url")
          .hasMessageContaining("jdbc:postgresql://host:5432/database");
    }
  }

  @Test
  void open_noDriver_namesTheArtifact() {
    TestSettings settings = new TestSettings(Map.of("sql.url", "jdbc:mysql://host/database"));
    try (RemoteBackend backend = new SqlBackendProvider().open(settings)) {
      assertThat(settings.rejected())
          .singleElement()
          .asString()
          .contains("com.mysql:mysql-connector-j");
      assertThat(Stages.failure(backend.lookup(Stages.key("f", 1))))
          .hasMessageContaining("com.mysql:mysql-connector-j");
      assertThat(backend.location("f")).isPresent();
    }
  }

  @Test
  void open_impossibleTable_isRefused() {
    for (String table : new String[] {"a b", "t;drop", "", "a.b.c", "\u00e4", "x".repeat(41)}) {
      TestSettings settings =
          new TestSettings(Map.of("sql.url", "jdbc:h2:mem:x", "sql.table", table));
      new SqlBackendProvider().open(settings).close();
      assertThat(settings.rejected()).as(table).hasSize(1);
    }
  }

  @Test
  void using_unknownDialect_isRefusedByName() {
    assertThatThrownBy(
            () -> SqlBackendProvider.using(new org.h2.jdbcx.JdbcDataSource(), SQLDialect.DERBY))
        .hasMessageContaining("Derby")
        .hasMessageContaining("Postgres");
    assertThatThrownBy(() -> SqlSchema.statements(SQLDialect.FIREBIRD, "t"))
        .hasMessageContaining("Firebird");
    assertThatThrownBy(() -> SqlSchema.statements(SQLDialect.H2, "t;"))
        .hasMessageContaining("no table can be named");
  }

  @Test
  void lookup_wrongPassword_tellsTheRemedyAndNotThePassword() throws SQLException {
    try (Connection admin = PostgresServer.shared().getPostgresDatabase().getConnection();
        Statement statement = admin.createStatement()) {
      statement.execute("create role guest login password 'right'");
    }
    String url = "jdbc:h2:mem:" + UUID.randomUUID();
    try (Connection keeping = DriverManager.getConnection(url, "sa", "right")) {
      Throwable failure =
          failureOf(Map.of("sql.url", url, "sql.user", "sa", "sql.password", SECRET));
      assertThat(failure).hasMessageContaining("check cachier.sql.user and cachier.sql.password");
      assertThat(printed(failure)).doesNotContain(SECRET);
      Throwable inUrl = failureOf(Map.of("sql.url", url + ";USER=sa;PASSWORD=" + SECRET));
      assertThat(printed(inUrl)).contains("check cachier.sql.user").doesNotContain(SECRET);
      // H2 repeats the whole URL.
      Throwable unreadable =
          failureOf(Map.of("sql.url", url + ";NO_SUCH=1;USER=sa;PASSWORD=" + SECRET));
      assertThat(printed(unreadable)).doesNotContain(SECRET);
      assertThat(keeping.isValid(1)).isTrue();
    }
  }

  @Test
  void lookup_wrongPasswordOfMariaDb_tellsTheRemedy() {
    Map<String, String> settings = new HashMap<>(MariaServer.settings());
    settings.put("sql.password", SECRET);
    Throwable failure = failureOf(settings);
    assertThat(failure).hasMessageContaining("check cachier.sql.user and cachier.sql.password");
    assertThat(printed(failure)).doesNotContain(SECRET);
  }

  @Test
  void location_urlWithSecrets_showsNone() {
    try (RemoteBackend backend =
        TestSettings.open(Map.of("sql.url", "jdbc:postgresql://h/d?user=me&password=" + SECRET))) {
      assertThat(backend.location("f")).hasValue("jdbc:postgresql://h/d, table cachier_entries");
    }
  }

  @Test
  void lookup_noPrivilegeToMakeTables_tellsTheStatements() throws SQLException {
    try (Connection admin = PostgresServer.shared().getPostgresDatabase().getConnection();
        Statement statement = admin.createStatement()) {
      statement.execute("create role reader login password 'r'");
      statement.execute("create schema foreign_land");
      statement.execute("grant usage on schema foreign_land to reader");
    }
    Throwable failure =
        failureOf(
            Map.of(
                "sql.url",
                PostgresServer.url(PostgresServer.shared().getPort()),
                "sql.user",
                "reader",
                "sql.password",
                "r",
                "sql.table",
                "foreign_land.entries"));
    assertThat(failure)
        .hasMessageContaining("permission denied")
        .hasMessageContaining("let somebody who may make it run:")
        .hasMessageContaining("create table if not exists \"foreign_land\".\"entries\"")
        .hasMessageContaining("insert into \"foreign_land\".\"entries\"");
  }

  @Test
  void lookup_noPrivilegeOnMariaDb_tellsTheStatements() throws SQLException {
    Map<String, String> settings = new HashMap<>(MariaServer.settings());
    try (Connection root = MariaServer.root();
        Statement statement = root.createStatement()) {
      statement.execute("create user reader@'127.0.0.1' identified by 'r'");
      statement.execute("grant select on cachier.* to reader@'127.0.0.1'");
    }
    settings.put("sql.user", "reader");
    settings.put("sql.password", "r");
    settings.put("sql.table", "not_there");
    assertThat(failureOf(settings))
        .hasMessageContaining("denied")
        .hasMessageContaining("create table if not exists `not_there`");
  }

  @Test
  void lookup_schemaNotToBeMade_tellsTheStatements() throws SQLException {
    String url = "jdbc:h2:mem:" + UUID.randomUUID();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      Map<String, String> settings = Map.of("sql.url", url, "sql.create-schema", "false");
      assertThat(failureOf(settings))
          .hasMessageContaining("there is no table cachier_entries")
          .hasMessageContaining("create table if not exists \"cachier_entries\"");
      // Who runs what is printed has what is needed.
      for (String line : SqlSchema.statements(SQLDialect.H2, "cachier_entries")) {
        statement.execute(line);
      }
      try (RemoteBackend backend = TestSettings.open(settings)) {
        Stages.put(backend, Stages.key("f", 1), new byte[1]);
      }
    }
  }

  @Test
  void lookup_tableOfAnotherShape_isLeftAlone() throws SQLException {
    String url = "jdbc:h2:mem:" + UUID.randomUUID();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("create table \"cachier_entries\" (a int)");
      assertThat(failureOf(Map.of("sql.url", url)))
          .hasMessageContaining("cachier_entries is none of Cachier's")
          .hasMessageContaining("cachier.sql.table");
    }
  }

  @Test
  void lookup_tableOfAnotherShapeOnOthers_isLeftAlone() throws SQLException {
    try (Connection admin = PostgresServer.shared().getPostgresDatabase().getConnection();
        Statement statement = admin.createStatement()) {
      statement.execute("create table others (function_name varchar(10), version text)");
    }
    Map<String, String> settings = new HashMap<>(PostgresServer.settings());
    settings.put("sql.table", "others");
    assertThat(failureOf(settings)).hasMessageContaining("others is none of Cachier's");
    Map<String, String> maria = new HashMap<>(MariaServer.settings());
    maria.put("sql.table", "others");
    try (Connection root = MariaServer.root();
        Statement statement = root.createStatement()) {
      statement.execute("create table cachier.others (a int)");
    }
    assertThat(failureOf(maria)).hasMessageContaining("others is none of Cachier's");
  }

  @Test
  void lookup_tableOfALaterRelease_isLeftAlone() throws SQLException {
    String url = "jdbc:h2:mem:" + UUID.randomUUID();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        RemoteBackend backend = TestSettings.open(Map.of("sql.url", url))) {
      Stages.put(backend, Stages.key("f", 1), new byte[1]);
      statement.execute(
          "update \"cachier_entries\" set \"version\" = 9 where \"function_name\" = X''");
      assertThat(failureOf(Map.of("sql.url", url)))
          .hasMessageContaining("has layout 9")
          .hasMessageContaining("knows 1 at most");
    }
  }

  @Test
  void store_largerThanTheServerTakes_tellsTheRemedy() {
    try (RemoteBackend backend = TestSettings.open(MariaServer.settings())) {
      EntryKey key = Stages.key("large", 1);
      assertThat(
              Stages.failure(
                  backend.store(key, new byte[40 << 20], RemoteBackend.UNFENCED, Optional.empty())))
          .hasMessageContaining("entrySizeLimit");
      Stages.put(backend, key, new byte[10]);
      assertThat(Stages.get(backend.lookup(key)).stored()).isNotNull();
    }
  }

  @Test
  void lookup_functionWithoutRoom_isRefused() {
    try (RemoteBackend backend = TestSettings.open(Map.of("sql.url", "jdbc:h2:mem:names"))) {
      assertThat(Stages.failure(backend.lookup(Stages.key("\u65e5".repeat(300), 1))))
          .hasMessageContaining("900 bytes");
      assertThat(Stages.failure(backend.lookup(Stages.key("", 1)))).hasMessageContaining("0 bytes");
    }
  }

  @Test
  void apply_tableGone_isCountedAndAnswers() throws SQLException {
    String url = "jdbc:h2:mem:" + UUID.randomUUID();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        Cachier cachier =
            Cachier.builder()
                .backend("sql")
                .setting("sql.url", url)
                .operationTimeout(java.time.Duration.ofSeconds(20))
                .build()) {
      CachedFunction<Integer, String> function = function(cachier);
      function.apply(1);
      statement.execute("drop table \"cachier_entries\"");
      assertThat(function.apply(1)).isEqualTo("value 1");
      assertThat(function.metrics().snapshot().backendErrors()).isPositive();
    }
  }

  @Test
  void main_dialectAndTable_printsTheStatements() {
    assertThat(SqlSchema.statements(SQLDialect.POSTGRES, "a.b"))
        .anyMatch(line -> line.startsWith("create index \"b_keep\" on \"a\".\"b\""));
    SqlSchema.main(new String[] {"mariadb", "t"});
    SqlSchema.main(new String[] {});
    assertThatThrownBy(() -> SqlSchema.main(new String[] {"nothing"}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package io.cachier.backend.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which database it is, from what a URL or a driver says. */
class DatabaseTest {
  /** A driver that says what it is asked for in the test, and nothing else. */
  private static <T> T saying(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answers.get(method.getName())));
  }

  private static Connection connection(@Nullable String url, String product) {
    DatabaseMetaData about =
        saying(
            DatabaseMetaData.class,
            url == null
                ? Map.of("getDatabaseProductName", product)
                : Map.of("getDatabaseProductName", product, "getURL", url));
    return saying(Connection.class, Map.of("getMetaData", about));
  }

  @ParameterizedTest
  @CsvSource({
    "JDBC:POSTGRESQL://h/d, POSTGRES",
    "jdbc:h2:mem:x, H2",
    "jdbc:sqlite:f, SQLITE",
    "jdbc:mariadb://h/d, MARIADB",
    "jdbc:mysql://h/d, MYSQL",
  })
  void ofUrl_knownScheme_isThatDatabase(String url, Database database) {
    assertThat(Database.ofUrl(url)).contains(database);
  }

  @Test
  void of_connectionWithoutUrl_goesByTheProduct() throws SQLException {
    assertThat(Database.of(connection(null, "MariaDB"))).isEqualTo(Database.MARIADB);
    assertThat(Database.of(connection(null, "SQLite"))).isEqualTo(Database.SQLITE);
  }

  @Test
  void of_unknownProduct_isRefusedByName() {
    assertThatThrownBy(() -> Database.of(connection("jdbc:oracle:thin:@h", "Oracle")))
        .isInstanceOf(UnsupportedDatabaseException.class)
        .hasMessageContaining("Oracle")
        .hasMessageContaining("MariaDB");
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void driver_ofEach_isGroupAndArtifact(Database database) {
    assertThat(database.driver()).matches("[\\w.]+:[\\w-]+");
    assertThat(database.resolutionMicros()).isPositive();
  }
}

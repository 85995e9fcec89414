package io.cachier.backend.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;

/** The code in {@code docs/backends/sql.md}, over a database in memory. */
class SqlPageTest {
  @Test
  void dataSourceOfTheApplication_given_isUsed() {
    JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:page", "sa", "");
    DataSource dataSource = pool;
    // begin docs/backends/sql.md
    Cachier cachier =
        Cachier.builder().addBackend(SqlBackendProvider.using(dataSource)).backend("sql").build();
    // end docs/backends/sql.md
    try (cachier) {
      CachedFunction<String, Integer> length =
          cachier.function("text.length", String.class, Integer.class, String::length).build();
      assertThat(length.apply("hello")).isEqualTo(5);
      assertThat(length.entries().count()).isOne();
    } finally {
      pool.dispose();
    }
  }
}

package io.cachier.backend.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.cachier.spi.Claim;
import io.cachier.spi.EntryKey;
import io.cachier.spi.Gauge;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jooq.SQLDialect;
import org.junit.jupiter.api.Test;

/** The application's data source, and what it may do to us. */
class DataSourcesTest {
  private static final EntryKey KEY = Stages.key("f", 1);

  private static RemoteBackend open(DataSource source, Map<String, String> settings) {
    return SqlBackendProvider.using(source).open(TestSettings.patient(settings));
  }

  private static String url() {
    return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
  }

  private static JdbcDataSource h2() {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(url());
    return source;
  }

  @Test
  void using_pooledSource_usesItAndGivesEverythingBack() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url());
    config.setMaximumPoolSize(2);
    config.setAutoCommit(false);
    try (HikariDataSource source = new HikariDataSource(config)) {
      try (RemoteBackend backend = open(source, Map.of("sql.pool-size", "2"))) {
        Stages.put(backend, KEY, new byte[3]);
        assertThat(Stages.get(backend.lookup(KEY)).stored()).isNotNull();
        assertThat(backend.location("f"))
            .hasValueSatisfying(
                place -> assertThat(place).contains("the application's data source"));
        // Idle connections go back though the backend is open.
        await().until(() -> source.getHikariPoolMXBean().getActiveConnections() == 0);
        assertThat(Stages.get(backend.lookup(KEY)).stored()).isNotNull();
      }
      await().until(() -> source.getHikariPoolMXBean().getActiveConnections() == 0);
      assertThat(source.isClosed()).isFalse();
    }
  }

  @Test
  void using_postgresSource_listensOnOneOfItsConnections() {
    HikariConfig config = new HikariConfig();
    config.setDataSource(PostgresServer.shared().getPostgresDatabase());
    config.setMaximumPoolSize(4);
    try (HikariDataSource source = new HikariDataSource(config);
        RemoteBackend backend = open(source, Map.of("sql.pool-size", "2"));
        RemoteBackend other = open(source, Map.of("sql.pool-size", "1"))) {
      EntryKey key = Stages.key("sources." + UUID.randomUUID(), 1);
      long token =
          ((Claim.Granted) Stages.get(backend.claim(key, "test", Duration.ofMinutes(1)))).token();
      CompletableFuture<Void> waiting =
          backend.awaitSettled(key, Duration.ofSeconds(20)).toCompletableFuture();
      await().until(() -> source.getHikariPoolMXBean().getActiveConnections() > 0);
      assertThat(Stages.get(other.release(key, token))).isTrue();
      Stages.get(waiting);
    }
  }

  @Test
  void lookup_sourceHangs_failsInTimeAndWorksOnceItNoLongerDoes() {
    JdbcDataSource h2 = h2();
    CountDownLatch gate = new CountDownLatch(1);
    DataSource hanging =
        new ForwardingSource(h2) {
          @Override
          public Connection getConnection() throws SQLException {
            try {
              gate.await();
            } catch (InterruptedException e) {
              throw new SQLException("interrupted", e);
            }
            return super.getConnection();
          }
        };
    Map<String, String> settings =
        Map.of(
            "sql.pool-size",
            "2",
            "sql.statement-timeout",
            "PT0.2S",
            "sql.connect-timeout",
            "PT0.25S");
    try (RemoteBackend backend = open(hanging, settings)) {
      List<CompletableFuture<Lookup>> asked = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        asked.add(backend.lookup(KEY).thenApply(found -> found).toCompletableFuture());
      }
      for (CompletableFuture<Lookup> one : asked) {
        assertThat(Stages.failure(one)).isNotNull();
      }
      gate.countDown();
      await()
          .until(
              () -> {
                CompletableFuture<Lookup> again = backend.lookup(KEY).toCompletableFuture();
                try {
                  return again.get(10, TimeUnit.SECONDS) != null;
                } catch (java.util.concurrent.ExecutionException stillHanging) {
                  return false;
                }
              });
    }
  }

  @Test
  void store_tooManyInLine_isRefusedAtOnce() {
    CountDownLatch gate = new CountDownLatch(1);
    DataSource hanging =
        new ForwardingSource(h2()) {
          @Override
          public Connection getConnection() throws SQLException {
            try {
              gate.await();
            } catch (InterruptedException e) {
              throw new SQLException("interrupted", e);
            }
            return super.getConnection();
          }
        };
    try (RemoteBackend backend =
        open(hanging, Map.of("sql.pool-size", "1", "sql.statement-timeout", "PT60S"))) {
      for (int i = 0; i < 1_001; i++) {
        var unused = backend.release(KEY, 1);
      }
      assertThat(Stages.failure(backend.release(KEY, 1)))
          .hasMessageContaining("1000 operations wait")
          .hasMessageContaining("cachier.sql.pool-size");
      assertThat(backend.gauges())
          .filteredOn(gauge -> gauge.name().equals("operations_pending"))
          .extracting(Gauge::value)
          .containsExactly(1_000.0);
    } finally {
      gate.countDown();
    }
  }

  @Test
  void lookup_failingSource_tellsWhatItSaid() {
    DataSource failing =
        new ForwardingSource(h2()) {
          @Override
          public Connection getConnection() throws SQLException {
            throw new SQLException("out of coffee");
          }
        };
    try (RemoteBackend backend = open(failing, Map.of())) {
      assertThat(Stages.failure(backend.lookup(KEY))).hasMessageContaining("out of coffee");
      assertThat(Stages.failure(backend.clear("f"))).hasMessageContaining("out of coffee");
      assertThat(Stages.failure(backend.removeOlderThan("f", Duration.ZERO)))
          .hasMessageContaining("out of coffee");
      assertThat(Stages.failure(backend.usage("f"))).hasMessageContaining("out of coffee");
      assertThat(Stages.failure(backend.awaitSettled(KEY, Duration.ofSeconds(20))))
          .hasMessageContaining("out of coffee");
    }
  }

  @Test
  void using_dialectNamed_needsNoWordOfTheConnection() {
    try (RemoteBackend backend =
        SqlBackendProvider.using(h2(), SQLDialect.H2).open(TestSettings.patient(Map.of()))) {
      Stages.put(backend, KEY, new byte[1]);
    }
  }

  @Test
  void lookup_nobodyWaitsForIt_isReadAllTheSame() {
    try (RemoteBackend backend = open(h2(), Map.of())) {
      Stages.put(backend, KEY, new byte[1]);
      CompletableFuture<Lookup> polled = backend.lookup(KEY).toCompletableFuture();
      await().until(polled::isDone);
      CompletableFuture<Lookup> one = backend.lookup(KEY).toCompletableFuture();
      CompletableFuture<Lookup> two = backend.lookup(KEY).toCompletableFuture();
      Stages.get(CompletableFuture.allOf(one, two));
      AtomicInteger called = new AtomicInteger();
      Stages.get(backend.lookup(KEY).thenRun(called::incrementAndGet));
      assertThat(called).hasValue(1);
      assertThat(backend.lookup(KEY).toCompletableFuture().join().stored()).isNotNull();
    }
  }

  @Test
  void anyOperation_closed_fails() {
    RemoteBackend backend = open(h2(), Map.of());
    Stages.put(backend, KEY, new byte[1]);
    backend.close();
    assertThat(Stages.failure(backend.lookup(KEY))).hasMessageContaining("closed");
    assertThat(Stages.failure(backend.claim(KEY, "t", Duration.ofSeconds(1))))
        .hasMessageContaining("closed");
    assertThat(
            Stages.failure(
                backend.store(KEY, new byte[1], RemoteBackend.UNFENCED, Optional.empty())))
        .hasMessageContaining("closed");
    assertThat(Stages.failure(backend.clear("f"))).hasMessageContaining("closed");
    assertThat(Stages.failure(backend.awaitSettled(KEY, Duration.ofSeconds(1))))
        .hasMessageContaining("closed");
  }

  @Test
  void driverSource_oddQuestions_areAnswered() throws SQLException {
    DriverSource source = new DriverSource(new org.h2.Driver(), url(), new java.util.Properties());
    source.getConnection("a", "b").close();
    source.setLogWriter(null);
    source.setLoginTimeout(3);
    assertThat(source.getLoginTimeout()).isZero();
    assertThat(source.isWrapperFor(DataSource.class)).isFalse();
    assertThat(source.getParentLogger()).isNotNull();
    assertThatThrownBy(() -> source.unwrap(DataSource.class)).isInstanceOf(SQLException.class);
    assertThatThrownBy(source::getLogWriter).isInstanceOf(UnsupportedOperationException.class);
    DriverSource foreign =
        new DriverSource(new org.h2.Driver(), "jdbc:other:x", new java.util.Properties());
    assertThatThrownBy(foreign::getConnection).hasMessageContaining("does not take the URL");
    assertThat(foreign.isFailing()).isTrue();
  }
}

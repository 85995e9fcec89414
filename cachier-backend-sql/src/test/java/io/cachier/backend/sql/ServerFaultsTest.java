package io.cachier.backend.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.CachierBuilder;
import io.cachier.MetricsPolicy;
import io.cachier.metrics.CacheMetrics;
import io.cachier.spi.Claim;
import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A PostgreSQL that is away, silent, restarted, or lost in the middle of a statement. */
class ServerFaultsTest {
  private static final Duration OPERATION_TIMEOUT = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int CALLS_WHILE_OPEN = 2_000;

  private final String name = "faults." + UUID.randomUUID();
  private final AtomicInteger runs = new AtomicInteger();

  private static CachierBuilder node(Gate gate) {
    CachierBuilder builder =
        Cachier.builder().backend("sql").setting("breaker.pause", PAUSE.toMillis() + "ms");
    PostgresServer.settings(gate.port()).forEach(builder::setting);
    return builder;
  }

  private static Gate gate() {
    return Gate.to(PostgresServer.shared().getPort());
  }

  private static RemoteBackend backend(Gate gate, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(PostgresServer.settings(gate.port()));
    settings.putAll(more);
    return TestSettings.open(settings);
  }

  private CachedFunction<Integer, String> function(Cachier cachier) {
    return cachier
        .function(
            name,
            Integer.class,
            String.class,
            key -> {
              runs.incrementAndGet();
              return "value " + key;
            })
        .metrics(MetricsPolicy.on())
        .build();
  }

  @Test
  @DisplayName(
      "R4: a server that accepts and never answers costs the timeout, then next to nothing")
  void apply_serverSilent_isBoundedAndThenCheap() {
    try (Gate gate = gate();
        Cachier cachier = node(gate).operationTimeout(OPERATION_TIMEOUT).build()) {
      CachedFunction<Integer, String> function = function(cachier);
      await().until(() -> hits(function, 1) > 0);
      gate.silence();
      try {
        long slowest = 0;
        for (int i = 0; i < 5; i++) {
          slowest = Math.max(slowest, timed(function, 1_000 + i));
        }
        // One operation of a call is waited for, and none after it.
        assertThat(Duration.ofNanos(slowest)).isLessThan(OPERATION_TIMEOUT.multipliedBy(4));
        long[] nanos = new long[CALLS_WHILE_OPEN];
        for (int i = 0; i < nanos.length; i++) {
          nanos[i] = timed(function, 2_000 + i);
        }
        Arrays.sort(nanos);
        System.out.printf(
            "R4, sql: slowest of the first calls %d ms; with the breaker open p50 %d us, p99 %d us%n",
            TimeUnit.NANOSECONDS.toMillis(slowest),
            nanos[nanos.length / 2] / 1_000,
            nanos[nanos.length * 99 / 100] / 1_000);
        // A call that probes waits for its timeout; there is one in a pause.
        assertThat(nanos[nanos.length / 2]).isLessThan(TimeUnit.MILLISECONDS.toNanos(1));
      } finally {
        gate.resume();
      }
      await().atMost(Duration.ofSeconds(30)).until(() -> hits(function, 1) > 0);
    }
  }

  private static long timed(CachedFunction<Integer, String> function, int key) {
    long start = System.nanoTime();
    assertThat(function.apply(key)).isEqualTo("value " + key);
    return System.nanoTime() - start;
  }

  private static long hits(CachedFunction<Integer, String> function, int key) {
    CacheMetrics metrics = function.metrics();
    long before = metrics.snapshot().hits();
    function.apply(key);
    return metrics.snapshot().hits() - before;
  }

  @Test
  @DisplayName("R5: a process that starts while the server is down uses it once it is there")
  void apply_serverDownAtFirst_isUsedOnceItIsThere() {
    try (Gate gate = Gate.closedTo(PostgresServer.shared().getPort());
        Cachier cachier = node(gate).build()) {
      CachedFunction<Integer, String> function = function(cachier);
      assertThat(function.apply(1)).isEqualTo("value 1");
      assertThat(function.apply(1)).isEqualTo("value 1");
      assertThat(runs).hasValue(2);
      assertThat(function.metrics().snapshot().backendErrors()).isPositive();
      gate.opened();
      await().atMost(Duration.ofSeconds(30)).until(() -> hits(function, 1) > 0);
    }
  }

  @Test
  void lookup_serverDown_tellsWhereAndWhy() {
    try (Gate gate = Gate.closedTo(1);
        RemoteBackend backend = backend(gate, Map.of())) {
      assertThat(Stages.failure(backend.lookup(Stages.key(name, 1))))
          .hasMessageContaining("jdbc:postgresql://127.0.0.1:" + gate.port() + "/postgres")
          .hasMessageContaining("start it, or set cachier.sql.url");
    }
  }

  @Test
  void apply_serverRestarted_isUsedAgain() {
    try (Gate gate = gate();
        Cachier cachier = node(gate).build()) {
      CachedFunction<Integer, String> function = function(cachier);
      await().until(() -> hits(function, 1) > 0);
      gate.shut();
      for (int i = 0; i < 8; i++) {
        assertThat(function.apply(i)).isEqualTo("value " + i);
      }
      gate.opened();
      await().atMost(Duration.ofSeconds(30)).until(() -> hits(function, 1) > 0);
    }
  }

  @Test
  void lookup_connectionLostSinceTheLast_readsByAnother() {
    try (Gate gate = gate();
        RemoteBackend backend = backend(gate, Map.of())) {
      EntryKey key = Stages.key(name, 1);
      Stages.put(backend, key, new byte[3]);
      Stages.get(backend.lookup(key));
      gate.cut();
      assertThat(Stages.get(backend.lookup(key)).stored()).isNotNull();
    }
  }

  @Test
  void store_connectionLostInMidStatement_tellsSoAndTheNextWorks() throws SQLException {
    try (Gate gate = gate();
        RemoteBackend backend = backend(gate, Map.of("sql.statement-timeout", "PT30S"));
        RemoteBackend bystander = backend(gate, Map.of());
        Connection locking = PostgresServer.shared().getPostgresDatabase().getConnection()) {
      EntryKey key = Stages.key(name, 1);
      Stages.put(backend, key, new byte[3]);
      Stages.get(bystander.lookup(key));
      locking.setAutoCommit(false);
      try (Statement statement = locking.createStatement()) {
        statement.execute("lock table cachier_entries in exclusive mode");
        CompletableFuture<Boolean> store =
            backend
                .store(key, new byte[5], RemoteBackend.UNFENCED, Optional.empty())
                .toCompletableFuture();
        await().until(() -> isWaiting());
        gate.cut();
        assertThat(Stages.failure(store)).hasMessageContaining("was lost or can't be made");
      }
      locking.rollback();
      Stages.put(backend, key, new byte[7]);
    }
  }

  private static boolean isWaiting() throws SQLException {
    try (Connection connection = PostgresServer.shared().getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        var found = statement.executeQuery("select count(*) from pg_locks where not granted")) {
      return found.next() && found.getInt(1) > 0;
    }
  }

  @Test
  void store_rowLockedTooLong_endsInTimeAndGivesItsConnectionUp() throws SQLException {
    try (Gate gate = gate();
        RemoteBackend backend =
            backend(gate, Map.of("sql.statement-timeout", "PT0.3S", "sql.pool-size", "1"));
        Connection locking = PostgresServer.shared().getPostgresDatabase().getConnection()) {
      EntryKey key = Stages.key(name, 1);
      Stages.put(backend, key, new byte[3]);
      locking.setAutoCommit(false);
      try (Statement statement = locking.createStatement()) {
        statement.execute("lock table cachier_entries in exclusive mode");
        assertThat(
                Stages.failure(
                    backend.store(key, new byte[5], RemoteBackend.UNFENCED, Optional.empty())))
            .isInstanceOf(TimeoutException.class)
            .hasMessageContaining("cachier.sql.statement-timeout is 300 ms");
        // It was the only one; another takes its place, while the table is locked for writers.
        await().until(() -> !backend.lookup(key).toCompletableFuture().isCompletedExceptionally());
        assertThat(Stages.get(backend.lookup(key)).stored()).isNotNull();
      }
      locking.rollback();
    }
  }

  @Test
  void claim_serializationDemanded_isGrantedToOne() throws SQLException {
    // As if the database had been set to another isolation than is usual.
    Map<String, String> strict =
        Map.of(
            "sql.url",
            PostgresServer.url(PostgresServer.shared().getPort())
                + "?options=-c%20default_transaction_isolation=serializable");
    try (Gate gate = gate();
        RemoteBackend backend = backend(gate, strict)) {
      for (int round = 0; round < 20; round++) {
        EntryKey key = Stages.key(name, round);
        CompletableFuture<?>[] claims = new CompletableFuture<?>[16];
        AtomicInteger granted = new AtomicInteger();
        for (int i = 0; i < claims.length; i++) {
          claims[i] =
              backend
                  .claim(key, "test", Duration.ofMinutes(1))
                  .toCompletableFuture()
                  .thenAccept(
                      claim -> {
                        if (claim instanceof Claim.Granted) {
                          granted.incrementAndGet();
                        }
                      });
        }
        Stages.get(CompletableFuture.allOf(claims));
        assertThat(granted).hasValue(1);
      }
    }
  }
}

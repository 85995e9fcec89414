package io.cachier.backend.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cachier.spi.EntryInfo;
import io.cachier.spi.EntryKey;
import io.cachier.spi.Gauge;
import io.cachier.spi.RemoteBackend;
import io.cachier.spi.Usage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Functions of many entries: nobody else may notice what is done to them. */
class LargeTableTest {
  private static final int MANY = 200_000;

  /** Values of 100 bytes under the keys that numbers make, written a day ago. */
  private static final String FILL =
      """
      insert into cachier_entries (function_name, digest, version, payload, payload_bytes,
          written_us, token, lease_end_us, awaited, keep_until_us)
      select ?, sha256(convert_to(i::text, 'UTF8')), i, convert_to(repeat('x', 100), 'UTF8'), 100,
          (extract(epoch from clock_timestamp()) * 1000000)::bigint - 86400000000, 0, 0, 0,
          9223372036854775807
      from generate_series(1, ?) as i
      """;

  private final String function = "large." + UUID.randomUUID();
  private RemoteBackend backend;

  @BeforeEach
  void open() {
    backend = TestSettings.open(PostgresServer.settings());
    Stages.get(backend.lookup(Stages.key(function, 1)));
  }

  @AfterEach
  void close() throws SQLException {
    backend.close();
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      statement.execute("delete from cachier_entries where version <> 1");
    }
  }

  private static Connection connection() throws SQLException {
    return PostgresServer.shared().getPostgresDatabase().getConnection();
  }

  private void fill(int entries) throws SQLException {
    try (Connection connection = connection();
        PreparedStatement statement = connection.prepareStatement(FILL);
        Statement analyze = connection.createStatement()) {
      statement.setBytes(1, EntryTable.bytes(function));
      statement.setInt(2, entries);
      assertThat(statement.executeUpdate()).isEqualTo(entries);
      analyze.execute("analyze cachier_entries");
    }
  }

  /** Subscribes, and asks for as many as is told. */
  private static final class Counting implements Flow.Subscriber<EntryInfo> {
    private final AtomicLong given = new AtomicLong();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private Flow.Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      this.subscription = subscription;
    }

    @Override
    public void onNext(EntryInfo entry) {
      assertThat(Thread.currentThread().getName()).isEqualTo("cachier-sql-listing");
      given.incrementAndGet();
    }

    @Override
    public void onError(Throwable failure) {
      ended.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      ended.complete(null);
    }
  }

  @Test
  void clearAndEntries_twoHundredThousand_goPieceByPiece() throws Exception {
    fill(MANY);
    long before = rowsFetched();
    Counting counting = new Counting();
    backend.entries(function).subscribe(counting);
    counting.subscription.request(10);
    await().until(() -> counting.given.get() == 10);
    // A page was read, by its index, and not the table; no connection is held for the rest.
    assertThat(rowsFetched() - before).isLessThan(MANY / 2);
    await().until(() -> idleInTransaction() == 0);
    // More than that is not counted.
    assertThat(Stages.get(backend.usage(function))).isEqualTo(Usage.UNKNOWN);
    counting.subscription.request(Long.MAX_VALUE);
    counting.ended.get(60, TimeUnit.SECONDS);
    assertThat(counting.given).hasValue(MANY);
    EntryKey other = Stages.key(function + ".other", 1);
    CompletableFuture<Long> cleared = backend.clear(function).toCompletableFuture();
    long longestNanos = 0;
    while (!cleared.isDone()) {
      long start = System.nanoTime();
      Stages.put(backend, other, new byte[10]);
      longestNanos = Math.max(longestNanos, System.nanoTime() - start);
    }
    assertThat(cleared.get()).isEqualTo(MANY);
    System.out.printf(
        "clear of %d: the longest that another store took: %d ms%n",
        MANY, TimeUnit.NANOSECONDS.toMillis(longestNanos));
    assertThat(Stages.get(backend.usage(function))).isEqualTo(Usage.of(0, 0));
    assertThat(Stages.get(backend.lookup(other)).stored()).isNotNull();
  }

  private static long rowsFetched() throws SQLException {
    return number(
        "select coalesce(sum(idx_tup_fetch + seq_tup_read), 0) from pg_stat_user_tables"
            + " where relname = 'cachier_entries' and pg_stat_clear_snapshot() is not null");
  }

  private static long idleInTransaction() throws SQLException {
    return number("select count(*) from pg_stat_activity where state = 'idle in transaction'");
  }

  private static long number(String select) throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement();
        var found = statement.executeQuery(select)) {
      return found.next() ? found.getLong(1) : 0;
    }
  }

  @Test
  void removeOlderThan_many_removesThemAllAndCountsThem() throws SQLException {
    fill(3_210);
    Stages.put(backend, Stages.key(function, 7), new byte[5]);
    assertThat(Stages.get(backend.removeOlderThan(function, Duration.ofDays(2)))).isZero();
    assertThat(Stages.get(backend.removeOlderThan(function, Duration.ofHours(1)))).isEqualTo(3_210);
    assertThat(Stages.get(backend.usage(function))).isEqualTo(Usage.of(1, 5));
    assertThat(Stages.get(backend.removeOlderThan(function, Duration.ZERO))).isEqualTo(1);
  }

  @Test
  void clearClaims_many_endsThoseThatStand() throws SQLException {
    fill(2_500);
    for (int i = 0; i < 20; i++) {
      Stages.get(backend.claim(Stages.key(function, i), "test", Duration.ofMinutes(1)));
    }
    assertThat(Stages.get(backend.clearClaims(function))).isEqualTo(20);
    assertThat(Stages.get(backend.usage(function)).entries()).hasValue(2_500);
  }

  @Test
  void gauges_afterAWhile_tellOfTheTable() throws SQLException {
    fill(1_000);
    await()
        .until(
            () ->
                backend.gauges().stream()
                    .map(Gauge::name)
                    .toList()
                    .containsAll(java.util.List.of("table_rows", "table_bytes")));
    assertThat(backend.gauges())
        .filteredOn(gauge -> gauge.name().equals("table_rows"))
        .allMatch(gauge -> gauge.value() >= 1_000);
  }

  @Test
  void gauges_otherDatabases_tellWhatIsKnown() {
    for (var settings :
        java.util.List.of(
            java.util.Map.of("sql.url", "jdbc:h2:mem:gauges"), MariaServer.settings())) {
      try (RemoteBackend other = TestSettings.open(settings)) {
        Stages.put(other, Stages.key("g", 1), new byte[10]);
        await()
            .until(
                () ->
                    other.gauges().stream().anyMatch(gauge -> gauge.name().equals("table_bytes")));
      }
    }
  }
}

package io.cachier.backend.sql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.spi.EntryKey;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whose clock is asked. */
class ClocksTest {
  @Test
  @DisplayName("R10: no class asks this machine what time it is, so its clock can't matter")
  void classes_ofTheBackend_readNoWallClock() throws IOException, URISyntaxException {
    Path folder =
        Path.of(SqlBackend.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> classes = files.filter(file -> file.toString().endsWith(".class")).toList();
      assertThat(classes).hasSizeGreaterThan(20);
      for (Path file : classes) {
        assertThat(Files.readString(file, ISO_8859_1))
            .as(file.getFileName().toString())
            .doesNotContain("currentTimeMillis", "java/time/Instant", "java/time/Clock")
            .doesNotContain("java/util/Date", "java/time/LocalDateTime");
      }
    }
  }

  @Test
  @DisplayName("R10: an entry that another clock wrote is never younger than it is")
  void lookup_writtenByAnotherClock_isUnusableOrOlder() throws SQLException {
    try (RemoteBackend backend = TestSettings.open(PostgresServer.settings());
        Connection connection = PostgresServer.shared().getPostgresDatabase().getConnection()) {
      String function = "clocks." + UUID.randomUUID();
      EntryKey key = Stages.key(function, 1);
      Stages.put(backend, key, new byte[3]);
      // As if the server's clock had been 30 seconds ahead when it was written, then behind.
      shiftWritten(connection, function, 30_000_000);
      assertThat(age(backend, key)).isNegative();
      shiftWritten(connection, function, -60_000_000);
      assertThat(Duration.ofNanos(age(backend, key)))
          .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
    }
  }

  @Test
  void ageNanos_coarseClock_isRoundedUp() {
    assertThat(Session.ageNanos(5_000, 5_000, Database.SQLITE)).isEqualTo(1_000_000);
    assertThat(Session.ageNanos(5_000, 5_000, Database.POSTGRES)).isEqualTo(1_000);
    assertThat(Session.ageNanos(5_000, 4_000, Database.POSTGRES)).isNegative();
  }

  private static long age(RemoteBackend backend, EntryKey key) {
    Lookup.Stored stored = Stages.get(backend.lookup(key)).stored();
    if (stored == null) {
      throw new AssertionError("nothing is stored");
    }
    return stored.ageNanos();
  }

  private static void shiftWritten(Connection connection, String function, long micros)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update cachier_entries set written_us = written_us + ? where function_name = ?")) {
      statement.setLong(1, micros);
      statement.setBytes(2, EntryTable.bytes(function));
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }

  @Test
  void cleanup_pastRetention_removesTheRow() throws SQLException {
    String url = "jdbc:h2:mem:" + UUID.randomUUID();
    try (RemoteBackend backend =
            TestSettings.open(java.util.Map.of("sql.url", url, "sql.cleanup-interval", "PT0.2S"));
        Connection connection = java.sql.DriverManager.getConnection(url)) {
      EntryKey gone = Stages.key("f", 1);
      EntryKey stays = Stages.key("f", 2);
      Stages.get(
          backend.store(
              gone, new byte[1], RemoteBackend.UNFENCED, Optional.of(Duration.ofMillis(50))));
      Stages.get(backend.claim(Stages.key("f", 3), "gone", Duration.ofMillis(50)));
      Stages.put(backend, stays, new byte[1]);
      org.awaitility.Awaitility.await()
          .until(
              () -> {
                try (var found =
                    connection
                        .createStatement()
                        .executeQuery("select count(*) from \"cachier_entries\"")) {
                  // What stays, and the row of the layout.
                  return found.next() && found.getInt(1) == 2;
                }
              });
      assertThat(Stages.get(backend.lookup(stays)).stored()).isNotNull();
    }
  }
}

package io.cachier.backend.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.spi.EntryKey;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whose clock is asked. */
class ClocksTest {
  @Test
  @DisplayName("R10: no class asks this machine what time it is, so its clock can't matter")
  void classes_ofTheBackend_readNoWallClock() throws IOException, URISyntaxException {
    Path folder =
        Path.of(RedisBackend.class.getProtectionDomain().getCodeSource().getLocation().toURI());
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
  @DisplayName("R10: an entry that a server with another clock wrote is never younger than it is")
  void lookup_writtenByAnotherClock_isUnusableOrOlder() {
    try (RedisServer server = RedisServer.started();
        RemoteBackend backend = TestSettings.open(server)) {
      EntryKey key = Stages.key("f", 1);
      String redisKey = new String(new FunctionSpace("cachier", "f").key(key), ISO_8859_1);
      Stages.put(backend, key, new byte[3]);
      Stages.get(backend.claim(key, "test", Duration.ofSeconds(30)));
      // As if the master that wrote it, and is gone, had been 30 seconds ahead, then behind.
      shiftWritten(server, redisKey, 30_000);
      assertThat(age(backend, key)).isNegative();
      shiftWritten(server, redisKey, -60_000);
      assertThat(Duration.ofNanos(age(backend, key)))
          .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
      // Somebody has taken the end from the key: then nothing tells the time.
      server.commands().persist(redisKey);
      assertThat(age(backend, key)).isNegative();
    }
  }

  private static long age(RemoteBackend backend, EntryKey key) {
    Lookup.Stored stored = Stages.get(backend.lookup(key)).stored();
    if (stored == null) {
      throw new AssertionError("nothing is stored");
    }
    return stored.ageNanos();
  }

  private static void shiftWritten(RedisServer server, String key, long millis) {
    server
        .commands()
        .eval(
            """
            local at = struct.unpack('>I6', redis.call('GETRANGE', KEYS[1], 36, 41))
            redis.call('SETRANGE', KEYS[1], 36, struct.pack('>I6', at + ARGV[1]))
            return 'OK'
            """,
            io.lettuce.core.ScriptOutputType.STATUS,
            new String[] {key},
            Long.toString(millis));
  }

  @Test
  void store_withRetention_goesAwayByItself() {
    try (RedisServer server = RedisServer.started();
        RemoteBackend backend = TestSettings.open(server)) {
      EntryKey kept = Stages.key("f", 1);
      EntryKey claimed = Stages.key("f", 2);
      Stages.get(
          backend.store(
              kept,
              new byte[1],
              RemoteBackend.UNFENCED,
              java.util.Optional.of(Duration.ofMillis(200))));
      Stages.get(backend.claim(claimed, "gone", Duration.ofMillis(100)));
      org.awaitility.Awaitility.await()
          .atMost(5, TimeUnit.SECONDS)
          .until(() -> server.commands().dbsize() == 0);
    }
  }
}

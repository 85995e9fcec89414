package io.cachier.backend.mongo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.spi.Claim;
import io.cachier.spi.EntryKey;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whose clock is asked. */
class ClocksTest {
  private static final EntryKey KEY = Stages.key("f", 1);

  @Test
  @DisplayName("R10: no class asks this machine what time it is, so its clock can't matter")
  void classes_ofTheBackend_readNoWallClock() throws IOException, URISyntaxException {
    Path folder =
        Path.of(MongoBackend.class.getProtectionDomain().getCodeSource().getLocation().toURI());
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
  @DisplayName("R10: a server whose clock is 30 s off tells right ages and holds leases")
  void lookup_serverOfAnotherTime_tellsTheTimeSinceTheStore() {
    for (int seconds : new int[] {30, -30}) {
      try (LocalServer server = LocalServer.modern();
          RemoteBackend backend = TestSettings.open(server)) {
        server.modernBackend().setAhead(Duration.ofSeconds(seconds));
        Stages.put(backend, KEY, new byte[3]);
        assertThat(Duration.ofNanos(age(backend))).isBetween(Duration.ZERO, Duration.ofSeconds(10));
        EntryKey other = Stages.key("f", 2);
        Stages.get(backend.claim(other, "one", Duration.ofMinutes(1)));
        assertThat(Stages.get(backend.claim(other, "two", Duration.ofMinutes(1))))
            .isInstanceOfSatisfying(
                Claim.Held.class,
                held ->
                    assertThat(held.remaining())
                        .isBetween(Duration.ofSeconds(45), Duration.ofMinutes(1)));
      }
    }
  }

  @Test
  @DisplayName("R10: an entry that a server with another clock wrote is unusable or older")
  void lookup_writtenByAnotherClock_isUnusableOrOlder() {
    try (LocalServer server = LocalServer.modern();
        RemoteBackend backend = TestSettings.open(server)) {
      Stages.put(backend, KEY, new byte[3]);
      // As if the primary that wrote it, and is gone, had been 30 seconds ahead, then behind.
      server.modernBackend().setAhead(Duration.ofSeconds(-30));
      assertThat(age(backend)).isNegative();
      server.modernBackend().setAhead(Duration.ofSeconds(30));
      assertThat(Duration.ofNanos(age(backend)))
          .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
    }
  }

  @Test
  void ageNanos_writtenInTheSameMoment_isNeverNegativeForAClockThatIsNearlyRight() {
    assertThat(MongoBackend.ageNanos(1_000, 1_000)).isEqualTo(1_000_000);
    assertThat(MongoBackend.ageNanos(1_000, 1_250)).isEqualTo(251_000_000);
    assertThat(MongoBackend.ageNanos(1_000, 900)).isEqualTo(1_000_000);
    assertThat(MongoBackend.ageNanos(1_000, 899)).isNegative();
  }

  @Test
  @DisplayName("R10: an estimate of the server's clock errs by question and answer, on both sides")
  void serverClock_anyTimeAfterTheGreeting_liesBetweenItsBounds() {
    long milli = 1_000_000;
    ServerClock clock = new ServerClock(50_000, 7 * milli, 9 * milli);
    assertThat(clock.earliestMillis(9 * milli)).isEqualTo(50_000);
    assertThat(clock.latestMillis(9 * milli)).isGreaterThanOrEqualTo(50_003);
    long later = 9 * milli + 10_000 * milli;
    assertThat(clock.earliestMillis(later)).isEqualTo(59_990);
    assertThat(clock.latestMillis(later)).isBetween(60_013L, 60_014L);
    assertThat(clock.isOld(9 * milli + 4_000 * milli)).isFalse();
    assertThat(clock.isOld(later)).isTrue();
    assertThat(clock.isTooOld(later)).isFalse();
    assertThat(clock.isTooOld(later + 21_000 * milli)).isTrue();
  }

  @Test
  void lookup_estimateOutOfDate_isMadeAnewBeforeItIsUsed() {
    try (LocalServer server = LocalServer.plain();
        MongoBackend backend = TestSettings.open(server)) {
      Stages.put(backend, KEY, new byte[1]);
      EstimatedTiming timing = (EstimatedTiming) backend.link().timing();
      long longAgo = System.nanoTime() - Duration.ofSeconds(40).toNanos();
      // As if nobody had asked for 40 seconds, in which the server's clock was set.
      timing.adjust(new ServerClock(0, longAgo, longAgo));
      assertThat(Duration.ofNanos(age(backend))).isBetween(Duration.ZERO, Duration.ofSeconds(10));
      long lately = System.nanoTime() - Duration.ofSeconds(6).toNanos();
      ServerClock old = new ServerClock(timing.clock().serverMillis() - 6_000, lately, lately);
      timing.adjust(old);
      age(backend);
      org.awaitility.Awaitility.await().until(() -> !timing.clock().equals(old));
    }
  }

  private static long age(RemoteBackend backend) {
    Lookup.Stored stored = Stages.get(backend.lookup(KEY)).stored();
    if (stored == null) {
      throw new AssertionError("nothing is stored");
    }
    return stored.ageNanos();
  }
}

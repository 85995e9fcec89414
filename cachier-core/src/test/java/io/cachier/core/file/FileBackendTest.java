package io.cachier.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cachier.spi.Claim;
import io.cachier.spi.EntryKey;
import io.cachier.spi.Gauge;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import io.cachier.spi.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileBackendTest extends FileBackendFixture {
  @Test
  void lookup_nothingEverStored_createsNoFolder() {
    assertThat(join(backend.lookup(KEY))).isEqualTo(Lookup.NOTHING);
    assertThat(join(backend.remove(KEY))).isFalse();
    assertThat(join(backend.release(KEY, 1))).isFalse();
    assertThat(join(backend.renew(KEY, 1, LEASE))).isFalse();
    assertThat(join(backend.clear("f"))).isZero();
    assertThat(join(backend.removeOlderThan("f", Duration.ZERO))).isZero();
    assertThat(join(backend.usage("f"))).isEqualTo(Usage.of(0, 0));
    assertThat(backend.gauges()).isEmpty();
    assertThat(root).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 4055, 4056, 4057, 8192, 1_000_000})
  void lookup_stored_givesTheBytesToEveryBackend(int length) {
    byte[] payload = new byte[length];
    Arrays.fill(payload, (byte) 7);
    assertThat(store(backend, KEY, payload)).isTrue();
    clock.move(Duration.ofSeconds(3));
    for (RemoteBackend reader : new RemoteBackend[] {backend, other}) {
      Lookup.Stored stored = stored(reader, KEY);
      assertThat(stored.payload()).isEqualTo(payload);
      assertThat(stored.ageNanos()).isEqualTo(Duration.ofSeconds(3).toNanos());
      assertThat(stored.version()).isPositive();
    }
  }

  @Test
  void store_again_hasAnotherVersionAndAgeZero() {
    store(backend, KEY, bytes("one"));
    long first = stored(backend, KEY).version();
    clock.move(LEASE);
    store(other, KEY, bytes("two"));
    Lookup.Stored second = stored(backend, KEY);
    assertThat(second.payload()).isEqualTo(bytes("two"));
    assertThat(second.ageNanos()).isZero();
    assertThat(second.version()).isNotEqualTo(first);
  }

  @Test
  void lookup_clockSetBack_givesANegativeAge() {
    store(backend, KEY, bytes("one"));
    clock.move(Duration.ofHours(-1));
    assertThat(stored(backend, KEY).ageNanos()).isEqualTo(Duration.ofHours(-1).toNanos());
  }

  @Test
  void lookup_pastRetention_isNothingAndTheFileGoes() {
    backend.store(KEY, bytes("one"), RemoteBackend.UNFENCED, Optional.of(Duration.ofMinutes(1)));
    clock.move(Duration.ofSeconds(59));
    assertThat(stored(backend, KEY).payload()).isEqualTo(bytes("one"));
    assertThat(entryFile(KEY)).exists();
    clock.move(Duration.ofSeconds(1));
    assertThat(join(backend.lookup(KEY))).isEqualTo(Lookup.NOTHING);
    assertThat(entryFile(KEY)).doesNotExist();
  }

  @Test
  void lookup_endlessRetention_isKept() {
    backend.store(
        KEY, bytes("one"), RemoteBackend.UNFENCED, Optional.of(Duration.ofSeconds(Long.MAX_VALUE)));
    clock.move(Duration.ofDays(50_000));
    assertThat(stored(backend, KEY).payload()).isEqualTo(bytes("one"));
  }

  @Test
  void lookup_sameDigestOfAnotherFunction_isNothing() {
    store(backend, KEY, bytes("one"));
    EntryKey elsewhere = new EntryKey("g", KEY.digest());
    assertThat(join(backend.lookup(elsewhere))).isEqualTo(Lookup.NOTHING);
  }

  @Test
  void lookup_interrupted_readsAndKeepsTheFlag() {
    store(backend, KEY, bytes("one"));
    Thread.currentThread().interrupt();
    assertThat(stored(backend, KEY).payload()).isEqualTo(bytes("one"));
    assertThat(store(backend, KEY, bytes("two"))).isTrue();
    assertThat(granted(backend, KEY).token()).isPositive();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void clear_entriesAndClaims_endsBothOfThisFunctionOnly() {
    for (int i = 0; i < 600; i++) {
      store(backend, Keys.of("f", i), bytes("v"));
    }
    store(backend, Keys.of("g", 0), bytes("v"));
    EntryKey claimed = Keys.of("f", 1000);
    Claim.Granted claim = granted(backend, claimed);
    assertThat(join(other.clear("f"))).isEqualTo(600);
    assertThat(join(other.clear("f"))).isZero();
    assertThat(store(backend, claimed, bytes("late"), claim.token())).isFalse();
    assertThat(join(backend.usage("f"))).isEqualTo(Usage.of(0, 0));
    assertThat(join(backend.usage("g"))).isEqualTo(Usage.of(1, 1));
  }

  @Test
  void clearClaims_severalClaims_leavesEntries() throws IOException {
    store(backend, KEY, bytes("v"));
    Claim.Granted claim = granted(backend, KEY);
    granted(backend, Keys.of("f", 2));
    Files.createFile(claimFile(KEY).resolveSibling("note.txt"));
    assertThat(join(other.clearClaims("f"))).isEqualTo(2);
    assertThat(join(other.clearClaims("f"))).isZero();
    assertThat(store(backend, KEY, bytes("late"), claim.token())).isFalse();
    assertThat(stored(backend, KEY).payload()).isEqualTo(bytes("v"));
  }

  @Test
  void removeOlderThan_mixedAges_removesTheOldOnesAndKeepsClaims() throws IOException {
    store(backend, Keys.of("f", 1), bytes("old"));
    join(backend.store(Keys.of("f", 2), bytes("x"), 0, Optional.of(Duration.ofSeconds(5))));
    clock.move(Duration.ofSeconds(10));
    store(backend, Keys.of("f", 3), bytes("young"));
    store(backend, Keys.of("f", 4), bytes("damaged"));
    Files.writeString(entryFile(Keys.of("f", 4)), "noise");
    Claim.Granted claim = granted(backend, Keys.of("f", 1));
    assertThat(join(backend.removeOlderThan("f", Duration.ofSeconds(10)))).isEqualTo(2);
    assertThat(join(backend.removeOlderThan("f", Duration.ofSeconds(9)))).isEqualTo(1);
    assertThat(stored(backend, Keys.of("f", 3)).payload()).isEqualTo(bytes("young"));
    assertThat(store(backend, Keys.of("f", 1), bytes("again"), claim.token())).isTrue();
  }

  @Test
  void removeOlderThan_longDeadClaims_forgetsThem() {
    Claim.Granted dead = granted(backend, KEY);
    clock.move(Duration.ofMinutes(59));
    join(backend.removeOlderThan("f", Duration.ofDays(1)));
    assertThat(claimFile(KEY)).exists();
    clock.move(Duration.ofMinutes(3));
    join(backend.removeOlderThan("f", Duration.ofDays(1)));
    assertThat(claimFile(KEY)).doesNotExist();
    assertThat(store(backend, KEY, bytes("late"), dead.token())).isFalse();
  }

  @Test
  void removeOlderThan_leftoversOfKilledProcesses_removesTheOldOnes() throws IOException {
    store(backend, KEY, bytes("v"));
    Path old = Files.createFile(entryFile(KEY).resolveSibling(".1-1.tmp"));
    Path young = Files.createFile(entryFile(KEY).resolveSibling(".1-2.tmp"));
    Files.setLastModifiedTime(old, FileTime.from(clock.instant().minusSeconds(3_601)));
    Files.setLastModifiedTime(young, FileTime.from(clock.instant().minusSeconds(3_599)));
    assertThat(join(backend.removeOlderThan("f", Duration.ofDays(1)))).isZero();
    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void clear_done_deletesInTheBackgroundWhatWasMovedAside() throws IOException {
    store(backend, KEY, bytes("v"));
    Path folder = entryFile(KEY).resolveSibling("..").normalize();
    Path ofTheKilled = Files.createDirectory(folder.resolve(".cleared-1-1"));
    Files.createFile(ofTheKilled.resolve("x.entry"));
    join(backend.clear("f"));
    await().untilAsserted(() -> assertThat(folder).isEmptyDirectory());
  }

  @Test
  void clear_writersAtTheSameTime_failNoneOfThem() {
    CompletableFuture<?> writer =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 2_000; i++) {
                assertThat(store(other, Keys.of("f", i % 10), bytes("v"))).isTrue();
              }
            });
    int clearings = 0;
    while (!writer.isDone()) {
      join(backend.clear("f"));
      clearings++;
    }
    writer.join();
    assertThat(clearings).isPositive();
    join(backend.clear("f"));
    assertThat(join(backend.usage("f"))).isEqualTo(Usage.of(0, 0));
  }

  @Test
  void usage_takesTooLong_isUnknown() throws IOException {
    store(backend, KEY, bytes("v"));
    FileLayout layout = new FileLayout(root);
    CacheDirectory directory = new CacheDirectory(root, true);
    EntryFiles files =
        new EntryFiles(directory, layout, new KeyLocks(layout.lock(), 1_000_000_000L), clock);
    FunctionFiles functions = new FunctionFiles(directory, layout, files, () -> false);
    assertThat(functions.usage("f", -1)).isEqualTo(Usage.UNKNOWN);
    assertThat(functions.usage("f", Long.MAX_VALUE)).isEqualTo(Usage.of(1, 1));
  }

  @Test
  void store_posix_isForTheOwnerOnly() throws IOException {
    store(backend, KEY, bytes("v"));
    granted(backend, KEY);
    try (var paths = Files.walk(root)) {
      for (Path path : paths.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .as(path.toString())
            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      }
    }
    assertThat(backend.location("f"))
        .hasValue(entryFile(KEY).resolveSibling("..").normalize().toString());
  }

  @Test
  void gauges_folderThere_giveFreeBytes() {
    store(backend, KEY, bytes("v"));
    assertThat(backend.gauges()).extracting(Gauge::name).containsExactly("file_store_free_bytes");
    assertThat(backend.gauges().get(0).value()).isPositive();
  }

  @Test
  void operations_regularFileInPlaceOfTheFolder_failWithFileAndRemedy() throws IOException {
    Files.writeString(root, "in the way");
    for (CompletionStage<?> failed :
        new CompletionStage<?>[] {
          backend.store(KEY, bytes("v"), 0, Optional.empty()), backend.claim(KEY, "me", LEASE)
        }) {
      assertThatThrownBy(() -> join(failed))
          .cause()
          .isInstanceOf(IOException.class)
          .hasMessageContaining(root.toString())
          .hasMessageContaining("cachier.file.directory");
    }
    assertThat(Files.readString(root)).isEqualTo("in the way");
  }

  @Test
  void store_linkPlantedInPlaceOfTheClaim_isNotFollowed() throws IOException {
    granted(backend, KEY);
    Path victim = Files.writeString(root.resolveSibling("victim"), "precious");
    Files.delete(claimFile(KEY));
    Files.createSymbolicLink(claimFile(KEY), victim);
    assertThatThrownBy(() -> granted(backend, KEY)).hasCauseInstanceOf(IOException.class);
    assertThat(Files.readString(victim)).isEqualTo("precious");
  }

  @Test
  void operations_folderDeletedUnderTheirFeet_goOn() throws IOException {
    store(backend, KEY, bytes("one"));
    Claim.Granted claim = granted(other, KEY);
    try (var paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
    assertThat(join(other.release(KEY, claim.token()))).isFalse();
    assertThat(store(other, KEY, bytes("late"), claim.token())).isFalse();
    assertThat(store(backend, KEY, bytes("two"))).isTrue();
    assertThat(stored(other, KEY).payload()).isEqualTo(bytes("two"));
  }

  @Test
  void close_twice_isOnceAndOperationsFailAfterwards() {
    store(backend, KEY, bytes("v"));
    backend.close();
    backend.close();
    for (CompletionStage<?> failed :
        new CompletionStage<?>[] {
          backend.lookup(KEY), backend.clear("f"), backend.awaitSettled(KEY, LONG)
        }) {
      assertThatThrownBy(() -> join(failed))
          .hasCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
    assertThat(stored(other, KEY).payload()).isEqualTo(bytes("v"));
  }
}

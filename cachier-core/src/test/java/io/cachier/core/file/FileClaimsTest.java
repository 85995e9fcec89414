package io.cachier.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.spi.Claim;
import io.cachier.spi.EntryKey;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class FileClaimsTest extends FileBackendFixture {
  @Test
  void claim_standing_isHeldForWhatRemains() {
    granted(backend, KEY);
    clock.move(Duration.ofSeconds(10));
    assertThat(join(other.claim(KEY, "other", LEASE)))
        .isEqualTo(new Claim.Held(Duration.ofSeconds(20)));
    assertThat(join(other.lookup(KEY))).isEqualTo(new Lookup(null, true));
  }

  @Test
  void claim_leaseRanOut_isGrantedAnewAndTheOldOneRefused() {
    Claim.Granted old = granted(backend, KEY);
    clock.move(LEASE);
    assertThat(join(backend.lookup(KEY)).claimed()).isFalse();
    Claim.Granted newer = granted(other, KEY);
    assertThat(newer.token()).isGreaterThan(old.token());
    assertThat(join(backend.renew(KEY, old.token(), LEASE))).isFalse();
    assertThat(join(backend.release(KEY, old.token()))).isFalse();
    assertThat(store(backend, KEY, bytes("late"), old.token())).isFalse();
    assertThat(store(other, KEY, bytes("newer"), newer.token())).isTrue();
    assertThat(stored(backend, KEY).payload()).isEqualTo(bytes("newer"));
    assertThat(temporaries()).isZero();
  }

  @Test
  void store_leaseRanOutButNobodyElseClaimed_isAccepted() {
    Claim.Granted claim = granted(backend, KEY);
    clock.move(LEASE.multipliedBy(3));
    assertThat(store(backend, KEY, bytes("one"), claim.token())).isTrue();
    assertThat(claimFile(KEY)).doesNotExist();
    assertThat(store(backend, KEY, bytes("again"), claim.token())).isFalse();
  }

  @Test
  void claim_versions_tellWhatIsStored() {
    Claim.Granted first = granted(backend, KEY);
    assertThat(first.version()).isZero();
    store(backend, KEY, bytes("one"), first.token());
    assertThat(granted(backend, KEY).version()).isEqualTo(stored(backend, KEY).version());
    EntryKey kept = Keys.of("f", 2);
    join(backend.store(kept, bytes("x"), RemoteBackend.UNFENCED, Optional.of(LEASE)));
    clock.move(LEASE);
    assertThat(granted(backend, kept).version()).isZero();
  }

  @Test
  void claim_onStoredEntry_leavesItAndItsAge() {
    store(backend, KEY, bytes("one"));
    clock.move(Duration.ofSeconds(1));
    Claim.Granted claim = granted(backend, KEY);
    join(backend.renew(KEY, claim.token(), LEASE));
    join(backend.release(KEY, claim.token()));
    assertThat(stored(backend, KEY).ageNanos()).isEqualTo(Duration.ofSeconds(1).toNanos());
  }

  @Test
  void renew_newest_runsAnotherLeaseFromNow() {
    Claim.Granted claim = granted(backend, KEY);
    clock.move(Duration.ofSeconds(20));
    assertThat(join(backend.renew(KEY, claim.token(), LEASE))).isTrue();
    clock.move(Duration.ofSeconds(20));
    assertThat(join(other.claim(KEY, "other", LEASE)))
        .isEqualTo(new Claim.Held(Duration.ofSeconds(10)));
    clock.move(Duration.ofSeconds(20));
    assertThat(join(backend.renew(KEY, claim.token(), LEASE))).isTrue();
    assertThat(join(other.lookup(KEY)).claimed()).isTrue();
  }

  @Test
  void claim_clockSetBack_blocksNobodyLongerThanALease() {
    granted(backend, KEY);
    clock.move(Duration.ofDays(-1));
    assertThat(granted(other, KEY).token()).isPositive();
  }

  @Test
  void claim_longOwnerAndEndlessLease_isReadBack() throws IOException {
    join(backend.claim(KEY, "é".repeat(500), Duration.ofSeconds(Long.MAX_VALUE)));
    ClaimFile claim = Objects.requireNonNull(ClaimFile.read(claimFile(KEY)));
    assertThat(claim.owner()).isEqualTo("é".repeat(64));
    clock.move(Duration.ofDays(1000));
    assertThat(join(other.lookup(KEY)).claimed()).isTrue();
  }

  @Test
  void release_newest_freesTheKey() {
    Claim.Granted claim = granted(backend, KEY);
    assertThat(join(other.release(KEY, claim.token()))).isTrue();
    assertThat(join(backend.release(KEY, claim.token()))).isFalse();
    assertThat(granted(other, KEY).token()).isGreaterThan(claim.token());
  }

  @Test
  void store_unfenced_endsTheClaimOfAnother() {
    Claim.Granted claim = granted(backend, KEY);
    assertThat(store(other, KEY, bytes("now"))).isTrue();
    assertThat(store(backend, KEY, bytes("late"), claim.token())).isFalse();
    assertThat(stored(backend, KEY).payload()).isEqualTo(bytes("now"));
  }

  @Test
  void remove_duringAComputation_refusesItsWrite() {
    store(backend, KEY, bytes("old"));
    Claim.Granted claim = granted(backend, KEY);
    assertThat(join(other.remove(KEY))).isTrue();
    assertThat(join(other.remove(KEY))).isFalse();
    assertThat(store(backend, KEY, bytes("late"), claim.token())).isFalse();
    assertThat(join(backend.lookup(KEY))).isEqualTo(Lookup.NOTHING);
  }

  @Test
  void awaitSettled_noClaim_completesAtOnce() {
    assertThat(backend.awaitSettled(KEY, LONG).toCompletableFuture()).isCompleted();
  }

  @Test
  void awaitSettled_storedByAnother_completesSoon() throws Exception {
    Claim.Granted claim = granted(backend, KEY);
    CompletableFuture<Void> wait = other.awaitSettled(KEY, LONG).toCompletableFuture();
    assertThat(wait).isNotDone();
    store(backend, KEY, bytes("v"), claim.token());
    wait.get(20, TimeUnit.SECONDS);
    assertThat(join(other.lookup(KEY)).stored()).isNotNull();
  }

  @Test
  void awaitSettled_leaseRunsOut_completes() throws Exception {
    granted(backend, KEY);
    CompletableFuture<Void> wait = other.awaitSettled(KEY, LONG).toCompletableFuture();
    clock.move(LEASE);
    wait.get(20, TimeUnit.SECONDS);
  }

  @Test
  void awaitSettled_atMostPasses_completes() throws Exception {
    granted(backend, KEY);
    other.awaitSettled(KEY, Duration.ofMillis(5)).toCompletableFuture().get(20, TimeUnit.SECONDS);
    assertThat(other.awaitSettled(KEY, Duration.ZERO).toCompletableFuture()).isCompleted();
  }

  @Test
  void awaitSettled_closed_wakes() throws Exception {
    granted(backend, KEY);
    CompletableFuture<Void> wait = other.awaitSettled(KEY, LONG).toCompletableFuture();
    other.close();
    wait.get(20, TimeUnit.SECONDS);
  }

  private long temporaries() {
    String[] names = entryFile(KEY).resolveSibling(".").toFile().list();
    return Arrays.stream(Objects.requireNonNull(names)).filter(n -> n.endsWith(".tmp")).count();
  }
}

package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cachier.spi.Claim;
import io.cachier.spi.EntryKey;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** B24 to B32: which writes come too late, and what becomes of them. */
abstract class FencingRules extends RemoteRules {
  FencingRules(RemoteBackendContract contract) {
    super(contract);
  }

  @Test
  @Rule("B24")
  void store_newerClaimGranted_isRefused() {
    EntryKey key = key();
    long slept = grant(client(), key, SHORT_LEASE).token();
    elapse(SHORT_LEASE.plusMillis(50));
    grant(other(), key, LONG_LEASE);
    assertThat(store(client(), key, "late", slept)).isFalse();
  }

  @Test
  @Rule("B25")
  void store_keyRemoved_isRefused() {
    EntryKey key = key();
    put(key, "old");
    long token = grant(key).token();
    get(other().remove(key));
    assertThat(store(client(), key, "late", token)).isFalse();
  }

  @Test
  @Rule("B25")
  void store_keyWithoutEntryRemoved_isRefused() {
    EntryKey key = key();
    long token = grant(key).token();
    get(other().remove(key));
    assertThat(store(client(), key, "late", token)).isFalse();
  }

  @Test
  @Rule("B26")
  void store_functionCleared_isRefused() {
    EntryKey key = key();
    EntryKey withEntry = key();
    put(withEntry, "old");
    long token = grant(key).token();
    long tokenWithEntry = grant(withEntry).token();
    get(other().clear(function()));
    assertThat(store(client(), key, "late", token)).isFalse();
    assertThat(store(client(), withEntry, "late", tokenWithEntry)).isFalse();
  }

  @Test
  @Rule("B27")
  void store_claimsCleared_isRefused() {
    EntryKey key = key();
    long token = grant(key).token();
    get(other().clearClaims(function()));
    assertThat(store(client(), key, "late", token)).isFalse();
  }

  @Test
  @Rule("B28")
  void store_unfencedStoreInBetween_isRefused() {
    EntryKey key = key();
    long token = grant(key).token();
    assumeThat(store(other(), key, "newer", RemoteBackend.UNFENCED)).as("see B33").isTrue();
    assertThat(store(client(), key, "late", token)).isFalse();
  }

  @Test
  @Rule("B29")
  void store_claimReleased_isRefused() {
    EntryKey key = key();
    long token = grant(key).token();
    get(client().release(key, token));
    assertThat(store(client(), key, "late", token)).isFalse();
  }

  @Test
  @Rule("B30")
  void store_sameTokenTwice_isRefused() {
    EntryKey key = key();
    long token = grant(key).token();
    assumeThat(store(client(), key, "first", token)).as("see B22").isTrue();
    assertThat(store(client(), key, "second", token)).isFalse();
  }

  @Test
  @Rule("B31")
  void store_tokenOfAnotherKey_isRefused() {
    EntryKey unclaimed = key();
    long token = grant(key()).token();
    assertThat(store(client(), unclaimed, "stray", token)).isFalse();
  }

  @Test
  @Rule("B31")
  void store_tokenNeverGranted_isRefused() {
    EntryKey key = key();
    grant(key);
    assertThat(store(client(), key, "stray", Long.MAX_VALUE)).isFalse();
  }

  @Test
  @Rule("B32")
  void store_refused_changesNothing() {
    EntryKey key = key();
    put(key, "kept");
    long slept = grant(client(), key, SHORT_LEASE).token();
    elapse(SHORT_LEASE.plusMillis(50));
    grant(other(), key, LONG_LEASE);
    Lookup.Stored before = stored(client(), key);
    assumeThat(store(client(), key, "late", slept)).as("see B24").isFalse();
    Lookup.Stored after = stored(client(), key);
    assertThat(after.payload()).isEqualTo(before.payload());
    assertThat(after.version()).isEqualTo(before.version());
    assertThat(Duration.ofNanos(after.ageNanos()))
        .isGreaterThanOrEqualTo(Duration.ofNanos(before.ageNanos()).minus(TOLERANCE));
    assertThat(claim(other(), key, LONG_LEASE)).isInstanceOf(Claim.Held.class);
  }
}

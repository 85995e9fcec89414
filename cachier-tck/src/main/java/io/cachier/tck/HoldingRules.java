package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.spi.Claim;
import io.cachier.spi.EntryKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** B17 to B21: what the holder of a claim can do, and who is no longer its holder can't. */
abstract class HoldingRules extends RemoteRules {
  private static final Duration LEASE = Duration.ofMillis(600);

  HoldingRules(RemoteBackendContract contract) {
    super(contract);
  }

  @Test
  @Rule("B17")
  void renew_newestClaim_standsForTheNewLease() {
    EntryKey key = key();
    long token = grant(client(), key, LEASE).token();
    assertThat(get(client().renew(key, token, LONG_LEASE))).isTrue();
    elapse(LEASE.plusMillis(50));
    assertThat(claim(client(), key, LONG_LEASE)).isInstanceOf(Claim.Held.class);
  }

  @Test
  @Rule("B18")
  void renew_notTheNewest_isRefusedAndChangesNothing() {
    EntryKey key = key();
    long old = grant(key).token();
    get(client().release(key, old));
    long newest = grant(other(), key, LONG_LEASE).token();
    assertThat(get(client().renew(key, old, LONG_LEASE))).isFalse();
    assertThat(get(other().release(key, newest))).isTrue();
  }

  @Test
  @Rule("B18")
  void renew_endedClaim_bringsNothingBack() {
    EntryKey key = key();
    long token = grant(key).token();
    get(client().release(key, token));
    get(client().release(key, grant(key).token()));
    assertThat(get(client().renew(key, token, LONG_LEASE))).isFalse();
    assertThat(claim(client(), key, LONG_LEASE)).isInstanceOf(Claim.Granted.class);
  }

  @Test
  @Rule("B19")
  void release_newestClaim_freesTheKey() {
    EntryKey key = key();
    assertThat(get(client().release(key, grant(key).token()))).isTrue();
    assertThat(claim(other(), key, LONG_LEASE)).isInstanceOf(Claim.Granted.class);
  }

  @Test
  @Rule("B20")
  void release_notTheNewest_isRefusedAndChangesNothing() {
    EntryKey key = key();
    long old = grant(client(), key, SHORT_LEASE).token();
    elapse(SHORT_LEASE.plusMillis(50));
    grant(other(), key, LONG_LEASE);
    assertThat(get(client().release(key, old))).isFalse();
    assertThat(claim(other(), key, LONG_LEASE)).isInstanceOf(Claim.Held.class);
  }

  @Test
  @Rule("B21")
  void store_leaseRanOutButNewest_isAccepted() {
    assumeClaimsStore();
    EntryKey key = key();
    long token = grant(client(), key, LEASE).token();
    elapse(LEASE.plusMillis(50));
    assertThat(store(client(), key, "late", token)).isTrue();
  }

  @Test
  @Rule("B21")
  void renew_leaseRanOutButNewest_standsAgain() {
    EntryKey key = key();
    long token = grant(client(), key, LEASE).token();
    elapse(LEASE.plusMillis(50));
    assertThat(get(client().renew(key, token, LONG_LEASE))).isTrue();
  }
}

package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.spi.Claim;
import io.cachier.spi.EntryKey;
import io.cachier.spi.Lookup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** B8 to B16: who is granted a claim, and what a claim leaves alone. */
abstract class ClaimRules extends RemoteRules {
  private static final int CALLERS = 32;
  private static final int ROUNDS = 5;

  ClaimRules(RemoteBackendContract contract) {
    super(contract);
  }

  @Test
  @Rule("B8")
  void claim_freeKey_isGranted() {
    Claim claim = claim(client(), key(), LONG_LEASE);
    assertThat(claim).isInstanceOf(Claim.Granted.class);
    assertThat(((Claim.Granted) claim).token()).isPositive();
  }

  @Test
  @Rule("B9")
  void claim_manyAtOnce_grantsOne() {
    EntryKey ground = key();
    get(client().release(ground, grant(ground).token()));
    for (int round = 0; round < ROUNDS; round++) {
      EntryKey key = key();
      List<Claim> answers = AtOnce.call(CALLERS, () -> claim(client(), key, LONG_LEASE));
      assertThat(answers).filteredOn(Claim.Granted.class::isInstance).hasSize(1);
      get(client().clearClaims(function()));
    }
  }

  @Test
  @Rule("B10")
  void claim_heldKey_tellsTheRestOfTheLease() {
    EntryKey key = key();
    grant(key);
    elapse(Duration.ofMillis(300));
    Claim second = claim(client(), key, LONG_LEASE);
    assertThat(second).isInstanceOf(Claim.Held.class);
    assertThat(((Claim.Held) second).remaining())
        .isPositive()
        .isLessThanOrEqualTo(LONG_LEASE.minusMillis(250))
        .isGreaterThan(LONG_LEASE.dividedBy(2));
  }

  @Test
  @Rule("B11")
  void claim_heldByAnotherClient_isNotGranted() {
    EntryKey key = key();
    grant(key);
    assertThat(claim(other(), key, LONG_LEASE)).isInstanceOf(Claim.Held.class);
  }

  @Test
  @Rule("B12")
  void claim_otherKeysHeld_isGranted() {
    EntryKey key = key();
    grant(key);
    assertThat(claim(client(), key(), LONG_LEASE)).isInstanceOf(Claim.Granted.class);
    EntryKey sameDigest = new EntryKey(function() + ".b", key.digest());
    assertThat(claim(client(), sameDigest, LONG_LEASE)).isInstanceOf(Claim.Granted.class);
  }

  @Test
  @Rule("B13")
  void claim_leaseRanOut_isGrantedToAnother() {
    EntryKey key = key();
    grant(client(), key, SHORT_LEASE);
    elapse(SHORT_LEASE.plusMillis(50));
    assertThat(claim(other(), key, LONG_LEASE)).isInstanceOf(Claim.Granted.class);
  }

  @Test
  @Rule("B14")
  void claim_again_hasAnotherToken() {
    EntryKey key = key();
    List<Long> tokens = new ArrayList<>();
    tokens.add(grant(key).token());
    get(client().release(key, tokens.get(0)));
    tokens.add(grant(key).token());
    store(client(), key, "payload", tokens.get(1));
    tokens.add(grant(key).token());
    get(client().remove(key));
    tokens.add(grant(key).token());
    get(client().clearClaims(function()));
    tokens.add(grant(key).token());
    get(client().clear(function()));
    tokens.add(grant(key).token());
    assertThat(tokens).doesNotHaveDuplicates();
  }

  @Test
  @Rule("B15")
  void claim_granted_tellsTheStoredVersion() {
    EntryKey key = key();
    Claim.Granted first = grant(key);
    assertThat(first.version()).isZero();
    put(key, "payload");
    assertThat(grant(key).version()).isEqualTo(stored(client(), key).version());
  }

  @Test
  @Rule("B16")
  void claim_staleEntry_leavesPayloadVersionAndAge() {
    EntryKey key = key();
    put(key, "stale");
    elapse(Duration.ofMillis(300));
    Lookup.Stored before = stored(client(), key);
    Claim.Granted claim = grant(key);
    assertUntouched(before, stored(client(), key), "claiming");
    get(client().renew(key, claim.token(), LONG_LEASE));
    assertUntouched(before, stored(client(), key), "renewing");
    get(client().release(key, claim.token()));
    assertUntouched(before, stored(client(), key), "releasing");
  }

  private static void assertUntouched(Lookup.Stored before, Lookup.Stored after, String by) {
    assertThat(after.payload()).as("payload after %s", by).isEqualTo(before.payload());
    assertThat(after.version()).as("version after %s", by).isEqualTo(before.version());
    assertThat(Duration.ofNanos(after.ageNanos()))
        .as("age after %s", by)
        .isGreaterThanOrEqualTo(Duration.ofNanos(before.ageNanos()).minus(TOLERANCE));
  }
}

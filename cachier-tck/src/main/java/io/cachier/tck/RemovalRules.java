package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.spi.Claim;
import io.cachier.spi.EntryKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** B52 to B60. */
abstract class RemovalRules extends RemoteRules {
  RemovalRules(RemoteBackendContract contract) {
    super(contract);
  }

  @Test
  @Rule("B52")
  void remove_entry_leavesNone() {
    EntryKey key = key();
    put(key, "payload");
    assertThat(get(client().remove(key))).isTrue();
    assertThat(get(client().lookup(key)).stored()).isNull();
  }

  @Test
  @Rule("B52")
  void remove_noEntry_tellsThatThereWasNone() {
    EntryKey claimedOnly = key();
    grant(claimedOnly);
    assertThat(get(client().remove(claimedOnly))).isFalse();
    assertThat(get(client().remove(key()))).isFalse();
  }

  @Test
  @Rule("B53")
  void remove_entry_leavesTheOthers() {
    EntryKey stays = key();
    EntryKey goes = key();
    put(stays, "stays");
    put(goes, "goes");
    get(client().remove(goes));
    assertThat(text(stays)).isEqualTo("stays");
  }

  @Test
  @Rule("B54")
  void remove_claimedKey_freesIt() {
    EntryKey key = key();
    grant(key);
    get(client().remove(key));
    assertThat(claim(other(), key, LONG_LEASE)).isInstanceOf(Claim.Granted.class);
  }

  @Test
  @Rule("B55")
  void clear_entries_leavesNoneAndCountsThem() {
    List<EntryKey> keys = List.of(key(), key(), key());
    keys.forEach(key -> put(key, "payload"));
    grant(key());
    assertThat(get(client().clear(function()))).isEqualTo(3);
    for (EntryKey key : keys) {
      assertThat(get(client().lookup(key)).stored()).isNull();
    }
    assertThat(get(client().clear(function()))).isZero();
  }

  @Test
  @Rule("B56")
  void clear_claimedKeys_freesThem() {
    EntryKey withEntry = key();
    EntryKey without = key();
    put(withEntry, "payload");
    grant(withEntry);
    grant(without);
    get(client().clear(function()));
    assertThat(claim(other(), withEntry, LONG_LEASE)).isInstanceOf(Claim.Granted.class);
    assertThat(claim(other(), without, LONG_LEASE)).isInstanceOf(Claim.Granted.class);
  }

  @Test
  @Rule("B57")
  void clearClaims_claims_endsAndCountsThem() {
    EntryKey released = key();
    List<EntryKey> keys = List.of(key(), key(), key());
    put(keys.get(0), "payload");
    keys.forEach(this::grant);
    get(client().release(released, grant(released).token()));
    // That it can be granted again is the ground, and B19.
    get(client().release(released, grant(released).token()));
    assertThat(get(client().clearClaims(function()))).isEqualTo(3);
    for (EntryKey key : keys) {
      assertThat(claim(other(), key, LONG_LEASE)).isInstanceOf(Claim.Granted.class);
    }
  }

  @Test
  @Rule("B58")
  void clearClaims_entries_stay() {
    EntryKey unclaimed = key();
    EntryKey claimed = key();
    put(unclaimed, "payload");
    put(claimed, "payload");
    grant(claimed);
    get(client().clearClaims(function()));
    assertThat(text(unclaimed)).isEqualTo("payload");
    assertThat(text(claimed)).isEqualTo("payload");
  }

  @Test
  @Rule("B59")
  void removeOlderThan_someOlder_removesAndCountsThem() {
    EntryKey old = key();
    EntryKey older = key();
    EntryKey young = key();
    put(old, "old");
    put(older, "older");
    elapse(Duration.ofMillis(800));
    put(young, "young");
    assertThat(get(client().removeOlderThan(function(), Duration.ofMillis(600)))).isEqualTo(2);
    assertThat(get(client().lookup(old)).stored()).isNull();
    assertThat(get(client().lookup(older)).stored()).isNull();
    assertThat(text(young)).isEqualTo("young");
  }

  @Test
  @Rule("B60")
  void removeOlderThan_claimedEntry_leavesTheClaim() {
    assumeClaimsStore();
    EntryKey key = key();
    put(key, "old");
    long token = grant(key).token();
    elapse(Duration.ofMillis(300));
    get(client().removeOlderThan(function(), Duration.ofMillis(100)));
    assertThat(store(client(), key, "new", token)).isTrue();
  }
}

package io.cachier.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.spi.EntryKey;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** B1 to B7. */
abstract class LookupRules extends RemoteRules {
  LookupRules(RemoteBackendContract contract) {
    super(contract);
  }

  @Test
  @Rule("B1")
  void lookup_unknownKey_findsNothing() {
    Lookup found = get(client().lookup(key()));
    assertThat(found.stored()).isNull();
    assertThat(found.claimed()).isFalse();
  }

  @Test
  @Rule("B2")
  void lookup_anyPayload_givesItByteForByte() {
    byte[] everyByte = new byte[256];
    for (int i = 0; i < everyByte.length; i++) {
      everyByte[i] = (byte) i;
    }
    byte[] megabyte = new byte[1 << 20];
    new Random(1).nextBytes(megabyte);
    byte[] zeros = new byte[3];
    for (byte[] payload : List.of(new byte[0], new byte[1], zeros, everyByte, megabyte)) {
      EntryKey key = key();
      put(key, payload.clone());
      assertThat(stored(client(), key).payload())
          .as("a payload of %d bytes", payload.length)
          .isEqualTo(payload);
    }
  }

  @Test
  @Rule("B2")
  void lookup_storedTwice_givesTheLast() {
    EntryKey key = key();
    put(key, "a rather long first payload");
    put(key, "second");
    assertThat(text(key)).isEqualTo("second");
  }

  @Test
  @Rule("B3")
  void lookup_receivedArrayChanged_givesThePayloadStill() {
    EntryKey key = key();
    put(key, "payload");
    Arrays.fill(stored(client(), key).payload(), (byte) 0);
    assertThat(text(key)).isEqualTo("payload");
  }

  @Test
  @Rule("B4")
  void lookup_everyWrite_hasAnotherVersion() {
    EntryKey key = key();
    put(key, "same");
    long first = stored(client(), key).version();
    put(key, "same");
    long second = stored(client(), key).version();
    get(client().remove(key));
    put(key, "same");
    long third = stored(client(), key).version();
    assertThat(Set.of(first, second, third)).hasSize(3).doesNotContain(0L);
  }

  @Test
  @Rule("B5")
  void lookup_claimedAndNothingStored_tellsOfTheClaim() {
    EntryKey key = key();
    grant(key);
    assertThat(get(client().lookup(key)).claimed()).isTrue();
  }

  @Test
  @Rule("B6")
  void lookup_claimReleased_tellsOfNone() {
    EntryKey key = key();
    get(client().release(key, grant(key).token()));
    // That it can be granted again is the ground, and B19.
    get(client().release(key, grant(key).token()));
    assertThat(get(client().lookup(key)).claimed()).isFalse();
  }

  @Test
  @Rule("B6")
  void lookup_claimStored_tellsOfNone() {
    EntryKey key = key();
    store(client(), key, "payload", grant(key).token());
    // That it can be granted again is the ground, and B23.
    store(client(), key, "payload", grant(key).token());
    assertThat(get(client().lookup(key)).claimed()).isFalse();
  }

  @Test
  @Rule("B6")
  void lookup_leaseRanOut_tellsOfNone() {
    EntryKey key = key();
    grant(client(), key, SHORT_LEASE);
    elapse(SHORT_LEASE.plusMillis(100));
    assertThat(get(client().lookup(key)).claimed()).isFalse();
  }

  @Test
  @Rule("B7")
  void lookup_storedByAnotherClient_findsItAtOnce() {
    EntryKey key = key();
    get(other().lookup(key));
    for (String payload : List.of("first", "second")) {
      byte[] bytes = payload.getBytes(UTF_8);
      get(client().store(key, bytes, RemoteBackend.UNFENCED, Optional.of(Duration.ofDays(1))));
      Lookup.Stored found = get(other().lookup(key)).stored();
      assertThat(found).isNotNull();
      assertThat(found.payload()).isEqualTo(bytes);
    }
  }
}

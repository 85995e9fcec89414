package io.cachier.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.spi.Claim;
import io.cachier.spi.Lookup;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileDamageTest extends FileBackendFixture {
  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a file of somebody else that is longer than a header would be"})
  void lookup_foreignFile_isStoredButUnreadable(String content) throws IOException {
    store(backend, KEY, bytes("one"));
    Files.writeString(entryFile(KEY), content);
    assertUnreadable();
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 100_000})
  void lookup_truncatedAnywhere_isUnreadable(int length) throws IOException {
    store(backend, KEY, new byte[length]);
    byte[] whole = Files.readAllBytes(entryFile(KEY));
    for (int kept : new int[] {0, 1, 39, 40, 41, whole.length / 2, whole.length - 1}) {
      Files.write(entryFile(KEY), Arrays.copyOf(whole, kept));
      assertUnreadable();
    }
  }

  @Test
  void lookup_anyBitOfTheHeaderFlipped_isUnreadable() throws IOException {
    store(backend, KEY, bytes("one"));
    byte[] whole = Files.readAllBytes(entryFile(KEY));
    for (int bit = 0; bit < 8 * EntryHeader.BYTES; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      Files.write(entryFile(KEY), damaged);
      assertUnreadable();
    }
  }

  @Test
  void lookup_lengthThatLies_takesNoMemory() throws IOException {
    store(backend, KEY, bytes("one"));
    EntryHeader lying = new EntryHeader(0, 5, EpochNanos.NEVER, Integer.MAX_VALUE);
    Files.write(entryFile(KEY), lying.toBytes());
    assertUnreadable();
    Files.write(entryFile(KEY), new EntryHeader(0, 5, EpochNanos.NEVER, -1).toBytes());
    assertUnreadable();
    Files.write(entryFile(KEY), new EntryHeader(0, 0, EpochNanos.NEVER, 0).toBytes());
    assertUnreadable();
  }

  @Test
  void store_overDamage_heals() throws IOException {
    store(backend, KEY, bytes("one"));
    Files.writeString(entryFile(KEY), "noise");
    Claim.Granted claim = granted(backend, KEY);
    assertThat(claim.version()).isEqualTo(stored(backend, KEY).version());
    assertThat(store(backend, KEY, bytes("two"), claim.token())).isTrue();
    assertThat(stored(backend, KEY).payload()).isEqualTo(bytes("two"));
  }

  @Test
  void claim_damagedClaimFile_countsAsRunOut() throws IOException {
    Claim.Granted lost = granted(backend, KEY);
    Files.writeString(claimFile(KEY), "noise");
    assertThat(join(backend.lookup(KEY)).claimed()).isFalse();
    assertThat(store(backend, KEY, bytes("one"), lost.token())).isFalse();
    byte[] noise = new byte[300];
    Files.write(claimFile(KEY), noise);
    assertThat(granted(other, KEY).token()).isNotEqualTo(lost.token());
  }

  private void assertUnreadable() {
    Lookup.Stored stored = stored(backend, KEY);
    assertThat(stored.payload()).isEmpty();
    assertThat(stored.version()).isNotZero();
  }
}

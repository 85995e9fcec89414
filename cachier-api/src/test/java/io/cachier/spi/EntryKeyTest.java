package io.cachier.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryKeyTest {
  @Test
  void digest_givenArrayChangedAfterwards_staysAsItWas() {
    byte[] given = digest(0);
    EntryKey key = new EntryKey("f", given);

    given[0] = 99;

    assertThat(key.digest()).isEqualTo(digest(0));
  }

  @Test
  void digest_returnedArrayChanged_staysAsItWas() {
    EntryKey key = new EntryKey("f", digest(0));

    key.digest()[0] = 99;

    assertThat(key.digest()).isEqualTo(digest(0));
  }

  @Test
  void hex_always_is64LowerCaseDigits() {
    EntryKey key = new EntryKey("f", digest(0xE0));

    assertThat(key.hex())
        .isEqualTo("e0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
    assertThat(new EntryKey("f", new byte[32]).hex()).isEqualTo("0".repeat(64));
  }

  @Test
  void toString_always_isFunctionAndDigest() {
    EntryKey key = new EntryKey("weather.forecast", digest(0));

    assertThat(key).hasToString("weather.forecast/" + key.hex());
    assertThat(key.function()).isEqualTo("weather.forecast");
  }

  @Test
  void equals_sameFunctionAndDigest_isTrue() {
    assertThat(new EntryKey("f", digest(5)))
        .isEqualTo(new EntryKey("f", digest(5)))
        .hasSameHashCodeAs(new EntryKey("f", digest(5)));
  }

  @Test
  void equals_otherFunctionOtherDigestOrNoKey_isFalse() {
    byte[] lastByteDiffers = digest(5);
    lastByteDiffers[31]++;

    assertThat(new EntryKey("f", digest(5)))
        .isNotEqualTo(new EntryKey("g", digest(5)))
        .isNotEqualTo(new EntryKey("f", lastByteDiffers))
        .isNotEqualTo("f")
        .isNotEqualTo(null);
  }

  @Test
  void hashCode_always_isTheFirstFourBytesOfTheDigest() {
    assertThat(new EntryKey("f", digest(0)).hashCode()).isEqualTo(0x00010203);
    assertThat(new EntryKey("g", digest(0)).hashCode()).isEqualTo(0x00010203);
    assertThat(new EntryKey("f", digest(0xFC)).hashCode()).isEqualTo(0xFCFDFEFF);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33})
  void create_digestOfAnotherLength_isRefusedWithItsLength(int length) {
    assertThatThrownBy(() -> new EntryKey("f", new byte[length]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("digest has " + length + " bytes, needs 32");
  }

  @Test
  void create_noFunction_isRefusedByName() {
    assertThatThrownBy(() -> new EntryKey(null, digest(0)))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("function");
  }

  /** Bytes that count up from one, round at 256. */
  private static byte[] digest(int first) {
    byte[] digest = new byte[EntryKey.DIGEST_BYTES];
    for (int i = 0; i < digest.length; i++) {
      digest[i] = (byte) (first + i);
    }
    return digest;
  }
}

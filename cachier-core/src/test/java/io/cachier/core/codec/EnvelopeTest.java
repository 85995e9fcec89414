package io.cachier.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CodecException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
  private static final byte[] BODY = {1, 2, 3};

  /** Makes the checksum right again after a change. */
  static byte[] sealed(byte[] payload) {
    if (payload.length >= 10) {
      CRC32C checksum = new CRC32C();
      checksum.update(payload, 0, 6);
      checksum.update(payload, 10, payload.length - 10);
      ByteBuffer.wrap(payload).putInt(6, (int) checksum.getValue());
    }
    return payload;
  }

  private static byte[] write(String id, long fingerprint, long nanos, byte[] body) {
    return Envelope.write(id, fingerprint, nanos, body, Compression.OFF);
  }

  @Test
  void read_whatWasWritten_isTheSame() {
    Envelope envelope = Envelope.read(write("java", -7, 123, BODY));

    assertThat(envelope.codecId()).isEqualTo("java");
    assertThat(envelope.fingerprint()).isEqualTo(-7);
    assertThat(envelope.computeNanos()).isEqualTo(123);
    assertThat(envelope.isNull()).isFalse();
    assertThat(CompressionTest.bytes(envelope.body())).isEqualTo(BODY);
  }

  @Test
  void read_null_isNotAnEmptyBody() {
    assertThat(Envelope.read(write("x", 0, 0, null)).isNull()).isTrue();
    assertThat(Envelope.read(write("x", 0, 0, null)).body().length()).isZero();
    assertThat(Envelope.read(write("x", 0, 0, new byte[0])).isNull()).isFalse();
  }

  @Test
  void write_negativeTime_isTakenAsZero() {
    assertThat(Envelope.read(write("x", 0, -1, BODY)).computeNanos()).isZero();
  }

  @Test
  void write_format_staysAsDocumented() {
    assertThat(write("java", 1, 2, BODY))
        .startsWith('C', 'A', 'c', 'h', 1, 0)
        .hasSize(31 + 4 + 3)
        .endsWith('j', 'a', 'v', 'a', 1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Java", "a b", "abcdefghijklmnopqrstuvwxyz-012345"})
  void write_badCodecId_isRefused(String id) {
    assertThatThrownBy(() -> write(id, 0, 0, BODY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + id + "'");
  }

  @Test
  void read_anySingleChangedBit_isRefused() {
    byte[] good = write("java", 1, 2, BODY);
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> Envelope.read(bad)).isInstanceOf(CodecException.class);
    }
  }

  @Test
  void read_anyPartOfIt_isRefused() {
    byte[] good = write("java", 1, 2, BODY);
    for (int length = 0; length < good.length; length++) {
      byte[] part = sealed(Arrays.copyOf(good, length));
      assertThatThrownBy(() -> Envelope.read(part)).isInstanceOf(CodecException.class);
    }
    byte[] more = sealed(Arrays.copyOf(good, good.length + 1));
    assertThatThrownBy(() -> Envelope.read(more)).hasMessageContaining("bad length");
  }

  private static byte[] changed(int at, int value) {
    byte[] payload = write("java", 1, 2, BODY);
    payload[at] = (byte) value;
    return sealed(payload);
  }

  @Test
  void read_badFieldUnderAGoodChecksum_isRefused() {
    assertThatThrownBy(() -> Envelope.read(changed(4, 2))).hasMessageContaining("version");
    assertThatThrownBy(() -> Envelope.read(changed(5, 4))).hasMessageContaining("flags");
    assertThatThrownBy(() -> Envelope.read(changed(5, 3))).hasMessageContaining("null, but");
    assertThatThrownBy(() -> Envelope.read(changed(5, 1))).hasMessageContaining("has a body");
    assertThatThrownBy(() -> Envelope.read(changed(18, -1))).hasMessageContaining("negative");
    assertThatThrownBy(() -> Envelope.read(changed(26, 0x7f))).hasMessageContaining("length");
    assertThatThrownBy(() -> Envelope.read(changed(26, -1))).hasMessageContaining("length");
    assertThatThrownBy(() -> Envelope.read(changed(30, 0))).hasMessageContaining("codec id");
    assertThatThrownBy(() -> Envelope.read(changed(30, -1))).hasMessageContaining("codec id");
    assertThatThrownBy(() -> Envelope.read(changed(31, 'J'))).hasMessageContaining("codec id");
  }
}

package io.cachier.core.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CodecException;
import io.cachier.core.FakeSettings;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compressed bodies: smaller, the same when read, and never larger than they can be. */
class CompressionTest {
  private static final int BODY_AT = 35;
  private static final Compression ALWAYS = new Compression(1);
  private static final byte[] TEXT =
      "{\"city\":\"Bern\",\"degrees\":7},".repeat(900).getBytes(UTF_8);

  static byte[] bytes(Envelope.Body body) {
    return Arrays.copyOfRange(body.bytes(), body.offset(), body.offset() + body.length());
  }

  private static byte[] write(byte[] body, Compression compression) {
    return Envelope.write("java", 1, 2, body, compression);
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(1).nextBytes(noise);
    return noise;
  }

  @Test
  void write_textAboveTheThreshold_isSmallerAndReadAsItWas() {
    byte[] payload = write(TEXT, new Compression(TEXT.length));

    assertThat(payload[5]).isEqualTo((byte) 2);
    assertThat(payload).hasSizeLessThan(TEXT.length / 10);
    Envelope envelope = Envelope.read(payload);
    assertThat(bytes(envelope.body())).isEqualTo(TEXT);
    assertThat(envelope.isNull()).isFalse();
    assertThat(envelope.codecId()).isEqualTo("java");
  }

  @Test
  void write_belowTheThresholdOrOff_isStoredAsItIs() {
    byte[] plain = write(TEXT, Compression.OFF);

    assertThat(plain).hasSize(BODY_AT + TEXT.length);
    assertThat(write(TEXT, new Compression(TEXT.length + 1))).isEqualTo(plain);
  }

  @Test
  void write_whatSparesNoEighth_isStoredAsItIs() {
    for (byte[] body :
        new byte[][] {noise(20_000), noise(3), {}, {1}, "abcdefgh".getBytes(UTF_8)}) {
      byte[] payload = write(body, ALWAYS);
      assertThat(payload[5]).isZero();
      assertThat(bytes(Envelope.read(payload).body())).isEqualTo(body);
    }
  }

  @Test
  void write_largerThanTheReaderTakes_isStoredAsItIs() {
    byte[] payload = write(new byte[Compression.LARGEST + 1], ALWAYS);

    assertThat(payload[5]).isZero();
    assertThat(bytes(Envelope.read(write(new byte[1 << 20], ALWAYS)).body()))
        .isEqualTo(new byte[1 << 20]);
  }

  @Test
  void of_settings_isOnFrom16KilobytesUnlessTheySayOtherwise() {
    assertThat(Compression.of(FakeSettings.none())).isEqualTo(new Compression(16 << 10));
    assertThat(Compression.of(FakeSettings.of("compression", "false"))).isEqualTo(Compression.OFF);
    assertThat(Compression.of(FakeSettings.of("compression.threshold", "100")).threshold())
        .isEqualTo(100);
  }

  private static byte[] changed(byte[] payload, int at, int value) {
    byte[] bytes = payload.clone();
    ByteBuffer.wrap(bytes).putInt(at, value);
    return EnvelopeTest.sealed(bytes);
  }

  private static void assertDamaged(byte[] payload) {
    Envelope envelope = Envelope.read(payload);
    long before = Allocation.ofThisThread();
    assertThatThrownBy(envelope::body)
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("compressed and damaged");
    // As much as the body is long when it is expanded, twice over, and the exception.
    assertThat(Allocation.ofThisThread() - before).isLessThan(4L * TEXT.length + 100_000);
  }

  @Test
  void read_lengthThatLies_isRefusedWithoutAllocatingIt() {
    byte[] payload = write(TEXT, ALWAYS);
    for (int lie :
        new int[] {
          0, -1, 1, TEXT.length - 1, TEXT.length + 1, 2 * TEXT.length, 64 << 20, Integer.MAX_VALUE
        }) {
      assertDamaged(changed(payload, BODY_AT, lie));
    }
  }

  private static byte[] withBody(byte[] body) {
    byte[] payload = write(body, Compression.OFF);
    payload[5] = 2;
    return EnvelopeTest.sealed(payload);
  }

  @Test
  void read_streamCutOffLongerOrNone_isRefused() {
    byte[] payload = write(TEXT, ALWAYS);
    byte[] body = Arrays.copyOfRange(payload, BODY_AT, payload.length);
    for (int length = 0; length < body.length; length++) {
      assertDamaged(withBody(Arrays.copyOf(body, length)));
    }
    assertDamaged(withBody(Arrays.copyOf(body, body.length + 1)));
    assertDamaged(withBody(ByteBuffer.allocate(50).putInt(40).put(noise(46)).array()));
  }

  @Test
  void read_anyByteChanged_isTheTextOrRefused() {
    byte[] payload = write(TEXT, ALWAYS);
    int refused = 0;
    for (int at = BODY_AT; at < payload.length; at++) {
      byte[] bad = payload.clone();
      bad[at] ^= 0x11;
      try {
        assertThat(Envelope.read(EnvelopeTest.sealed(bad)).body().length()).isEqualTo(TEXT.length);
      } catch (CodecException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void read_bombOfOneToAThousand_isExpandedToItsLimitAndNoFurther() {
    byte[] payload = write(new byte[8 << 20], ALWAYS);
    assertThat(payload).hasSizeLessThan(100_000);

    long before = Allocation.ofThisThread();
    assertThat(Envelope.read(payload).body().length()).isEqualTo(8 << 20);
    assertThat(Allocation.ofThisThread() - before).isLessThan(3 * (8L << 20));
    byte[] larger = changed(payload, BODY_AT, Compression.LARGEST + 1);
    assertThatThrownBy(() -> Envelope.read(larger).body()).isInstanceOf(CodecException.class);
  }
}

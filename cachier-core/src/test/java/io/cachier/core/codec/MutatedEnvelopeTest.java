package io.cachier.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CodecException;
import io.cachier.core.codec.Values.Example;
import io.cachier.spi.ValueCodec.BoundCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A million payloads that somebody has damaged, most of them under a valid checksum. */
class MutatedEnvelopeTest {
  private static final int MUTATIONS = 1_000_000;
  private static final int[] LIES = {Integer.MAX_VALUE, 0x7ffffff7, 0x00ffffff, -1, 65_536, 0};

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Payload(BoundCodec codec, byte[] bytes) {
    static Stream<Payload> of(Example<?> example) {
      BoundCodec codec = JavaCodecTest.bind(example.type());
      byte[] body = codec.encode(example.value());
      return Stream.of(Compression.OFF, new Compression(1))
          .map(
              how -> new Payload(codec, Envelope.write("java", codec.fingerprint(), 1, body, how)));
    }

    boolean isCompressed() {
      return bytes[5] == 2;
    }
  }

  private final LongAdder refusedEnvelopes = new LongAdder();
  private final LongAdder refusedBodies = new LongAdder();
  private final LongAdder survivors = new LongAdder();

  @Test
  @Timeout(100)
  void read_mutatedPayload_isAValueOrACodecException() {
    List<Payload> payloads =
        Values.all().stream()
            .flatMap(Payload::of)
            .filter(each -> each.bytes().length < 500)
            .toList();
    assertThat(payloads).filteredOn(Payload::isCompressed).hasSizeGreaterThan(15);
    int runs = 100;
    long most =
        IntStream.range(0, runs)
            .parallel()
            .mapToLong(run -> run(payloads, new Random(run), MUTATIONS / runs))
            .max()
            .orElseThrow();

    assertThat(refusedEnvelopes.sum() + refusedBodies.sum() + survivors.sum()).isEqualTo(MUTATIONS);
    // The decoder has been reached, and so has what comes after it.
    assertThat(refusedBodies.sum()).isGreaterThan(MUTATIONS / 4);
    assertThat(survivors.sum()).isGreaterThan(MUTATIONS / 100);
    assertThat(most).as("bytes allocated for one payload").isLessThan(1 << 20);
    assertThat(CanaryLog.songs()).isEmpty();
  }

  /** Tells the most that any payload made it allocate. */
  private long run(List<Payload> payloads, Random random, int times) {
    long most = 0;
    for (int i = 0; i < times; i++) {
      Payload payload = payloads.get(random.nextInt(payloads.size()));
      byte[] other = payloads.get(random.nextInt(payloads.size())).bytes();
      byte[] mutated = mutate(payload.bytes(), other, random);
      long before = Allocation.ofThisThread();
      read(payload.codec(), mutated);
      // The first uses of a class allocate for the class.
      most = i < times / 10 ? 0 : Math.max(most, Allocation.ofThisThread() - before);
    }
    return most;
  }

  private void read(BoundCodec codec, byte[] payload) {
    Envelope envelope;
    try {
      envelope = Envelope.read(payload);
    } catch (CodecException e) {
      refusedEnvelopes.increment();
      return;
    }
    try {
      Envelope.Body body = envelope.body();
      codec.decode(body.bytes(), body.offset(), body.length());
      survivors.increment();
    } catch (CodecException e) {
      refusedBodies.increment();
    }
  }

  /** Damages the body as a rule, the header now and then; the checksum and length stay right. */
  private static byte[] mutate(byte[] payload, byte[] other, Random random) {
    byte[] bytes = payload.clone();
    int first = random.nextInt(10) == 0 ? 0 : 35;
    switch (random.nextInt(5)) {
      case 0 -> flip(bytes, first, random);
      case 1 -> bytes[at(bytes, first, random)] = (byte) (0x70 + random.nextInt(16));
      case 2 -> lie(bytes, first, random);
      case 3 -> bytes = Arrays.copyOf(bytes, at(bytes, first, random));
      default -> splice(bytes, other, first, random);
    }
    if (first == 35 && bytes.length >= 35) {
      ByteBuffer.wrap(bytes).putInt(26, bytes.length - 35);
      return EnvelopeTest.sealed(bytes);
    }
    return random.nextBoolean() ? EnvelopeTest.sealed(bytes) : bytes;
  }

  private static int at(byte[] bytes, int first, Random random) {
    return first + random.nextInt(bytes.length - first);
  }

  private static void flip(byte[] bytes, int first, Random random) {
    for (int i = random.nextInt(3); i >= 0; i--) {
      bytes[at(bytes, first, random)] ^= (byte) (1 << random.nextInt(8));
    }
  }

  private static void lie(byte[] bytes, int first, Random random) {
    int at = at(bytes, first, random);
    int lie = LIES[random.nextInt(LIES.length)];
    for (int i = 0; i < Integer.BYTES && at + i < bytes.length; i++) {
      bytes[at + i] = (byte) (lie >> (24 - 8 * i));
    }
  }

  private static void splice(byte[] bytes, byte[] other, int first, Random random) {
    int to = at(bytes, first, random);
    int from = random.nextInt(other.length);
    int length = random.nextInt(1 + Math.min(bytes.length - to, other.length - from));
    System.arraycopy(other, from, bytes, to, length);
  }
}

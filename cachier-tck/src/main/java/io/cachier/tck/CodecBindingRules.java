package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CodecException;
import io.cachier.ConfigurationException;
import io.cachier.TypeRef;
import io.cachier.spi.ValueCodec;
import io.cachier.spi.ValueCodec.BoundCodec;
import io.cachier.tck.CodecTypes.Anything;
import io.cachier.tck.CodecTypes.Box;
import io.cachier.tck.CodecTypes.Grudge;
import io.cachier.tck.CodecTypes.Holder;
import io.cachier.tck.CodecTypes.Knot;
import io.cachier.tck.CodecTypes.Node;
import io.cachier.tck.CodecTypes.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** V1 and V10 to V16: what a codec is, refuses and shares. */
abstract class CodecBindingRules extends CodecRules {
  private static final int THREADS = 8;
  private static final int ROUNDS = 200;

  CodecBindingRules(CodecContract contract) {
    super(contract);
  }

  @Test
  @Rule("V1")
  void id_ofCodec_isLowerCaseAndNeverChanges() {
    ValueCodec codec = contract.codec();
    assertThat(codec.id()).matches("[a-z0-9-]{1,32}");
    assertThat(contract.codec().id()).isEqualTo(codec.id()).isEqualTo(codec.id());
  }

  @Test
  @Rule("V10")
  void encode_whatCannotBeWritten_isACodecException() {
    Knot knot = new Knot();
    knot.next = knot;
    for (Object value : List.of(knot, Node.ofDepth(100_000), new Grudge())) {
      BoundCodec bound = bind(TypeRef.of(value.getClass()));
      try {
        bound.encode(value);
      } catch (CodecException e) {
        assertThat(e.getMessage()).as("the reason").isNotBlank();
      } catch (RuntimeException | Error e) {
        throw new AssertionError(
            "encode of a "
                + value.getClass().getSimpleName()
                + " threw "
                + e.getClass().getName()
                + " instead of a CodecException",
            e);
      }
    }
  }

  @Test
  @Rule("V11")
  void encode_itsArray_belongsToTheCaller() {
    BoundCodec texts = bind(TypeRef.of(String.class));
    byte[] first = texts.encode("first");
    byte[] kept = first.clone();
    byte[] again = texts.encode("first");
    texts.encode("other");
    assertThat(first).as("the bytes, after others were written").isEqualTo(kept);
    Arrays.fill(again, (byte) 0);
    assertThat(first).as("the bytes, after others were changed").isEqualTo(kept);
    assertThat(texts.decode(kept, 0, kept.length)).isEqualTo("first");
  }

  @Test
  @Rule("V12")
  void decode_inTheMiddleOfAnArray_readsThatPartAndKeepsNothing() {
    for (CodecSample<?> sample : smallSamples()) {
      BoundCodec bound = bind(sample.type());
      byte[] written = bound.encode(sample.value());
      byte[] array = new byte[written.length + 30];
      Arrays.fill(array, (byte) '7');
      System.arraycopy(written, 0, array, 13, written.length);
      byte[] before = array.clone();
      Object read = bound.decode(array, 13, written.length);
      assertThat(array).as("the array, after %s was read", sample).isEqualTo(before);
      Arrays.fill(array, (byte) 0x55);
      Object alone = bound.decode(written, 0, written.length);
      assertThat(SameValue.of(alone, read))
          .as("%s, read from the middle, is what it is alone", sample)
          .isTrue();
    }
  }

  @Test
  @Rule("V13")
  void bound_usedByManyThreads_mixesNothing() {
    TypeRef<Map<String, List<Point>>> type = new TypeRef<>() {};
    BoundCodec bound = bind(type);
    AtomicInteger thread = new AtomicInteger();
    AtOnce.call(
        THREADS,
        () -> {
          int mine = thread.incrementAndGet();
          for (int i = 0; i < ROUNDS; i++) {
            Map<String, List<Point>> value =
                new HashMap<>(Map.of("key " + mine, new ArrayList<>(List.of(new Point(mine, i)))));
            byte[] written = bound.encode(value);
            assertSame(new CodecSample<>(type, value), bound.decode(written, 0, written.length));
          }
          return mine;
        });
  }

  @Test
  @Rule("V14")
  void fingerprint_ofAType_isTheSameInEveryInstanceAndOfNoOther() {
    Map<Long, TypeRef<?>> seen = new HashMap<>();
    for (TypeRef<?> type : shapes()) {
      long fingerprint = bind(type).fingerprint();
      assertThat(bind(type).fingerprint()).as("of %s, bound again", type).isEqualTo(fingerprint);
      TypeRef<?> other = seen.put(fingerprint, type);
      assertThat(other).as("another type with the fingerprint of %s", type).isNull();
    }
  }

  private static List<TypeRef<?>> shapes() {
    return List.of(
        TypeRef.of(String.class),
        TypeRef.of(Integer.class),
        TypeRef.of(Long.class),
        TypeRef.of(Point.class),
        TypeRef.of(Node.class),
        TypeRef.of(Point[].class),
        new TypeRef<List<String>>() {},
        new TypeRef<List<Integer>>() {},
        new TypeRef<List<List<String>>>() {},
        new TypeRef<Map<String, Point>>() {},
        new TypeRef<Box<Point>>() {},
        new TypeRef<Box<String>>() {});
  }

  @Test
  @Rule("V15")
  void bind_typeThatMayBeOfAnyClass_isRefusedByName() {
    assertRefused(TypeRef.of(Object.class), Object.class);
    assertRefused(TypeRef.of(List.class), Object.class);
    assertRefused(new TypeRef<List<?>>() {}, Object.class);
    assertRefused(new TypeRef<Map<String, Object>>() {}, Object.class);
    assertRefused(TypeRef.of(Object[].class), Object.class);
    assertRefused(TypeRef.of(Box.class), Object.class);
    assertRefused(TypeRef.of(Holder.class), Object.class);
    assertRefused(TypeRef.of(Anything.class), Anything.class);
    assertRefused(new TypeRef<List<Box<Anything>>>() {}, Anything.class);
  }

  private void assertRefused(TypeRef<?> type, Class<?> culprit) {
    assertThatThrownBy(() -> bind(type))
        .as("binding %s", type)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(culprit.getTypeName())
        .hasMessageContaining("declare");
  }

  @Test
  @Rule("V16")
  void bind_anySettingRead_isDeclared() {
    ValueCodec codec = contract.codec();
    RecordingSettings settings = new RecordingSettings(contract.settings());
    smallSamples().forEach(sample -> codec.bind(sample.type(), settings));
    assertThat(codec.settings()).containsAll(settings.asked());
    assertThat(codec.settings()).containsAll(contract.settings().keySet());
    assertThat(contract.codec().settings()).isEqualTo(codec.settings());
  }
}

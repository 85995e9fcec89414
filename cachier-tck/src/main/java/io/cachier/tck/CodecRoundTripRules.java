package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cachier.CodecException;
import io.cachier.TypeRef;
import io.cachier.spi.ValueCodec.BoundCodec;
import io.cachier.tck.CodecTypes.Node;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** V2 to V9: what is written is read back. */
abstract class CodecRoundTripRules extends CodecRules {
  CodecRoundTripRules(CodecContract contract) {
    super(contract);
  }

  @Test
  @Rule("V2")
  void decode_anyText_isTheTextThatWasWritten() {
    assertRoundTrips(CodecShapes.texts());
  }

  @Test
  @Rule("V2")
  void encode_halfOfACharacter_isKeptOrRefused() {
    TypeRef<String> type = TypeRef.of(String.class);
    BoundCodec texts = bind(type);
    for (String text : CodecShapes.brokenTexts()) {
      assertReadBackOrRefused(new CodecSample<>(type, text), texts);
    }
  }

  @Test
  @Rule("V3")
  void decode_anyNumber_isExact() {
    assertRoundTrips(CodecShapes.numbers());
    assertRoundTrips(CodecShapes.randomNumbers());
  }

  @Test
  @Rule("V4")
  void decode_anyMoment_isExact() {
    assertRoundTrips(CodecShapes.moments());
  }

  @Test
  @Rule("V5")
  void decode_arraysAndCollections_holdWhatTheyHeld() {
    assertRoundTrips(CodecShapes.containers());
  }

  @Test
  @Rule("V6")
  void decode_recordsEnumsAndClasses_areEqual() {
    assertRoundTrips(CodecShapes.ownTypes());
  }

  @Test
  @Rule("V7")
  void decode_whatThisCodecTakesBesides_isEqual() {
    assumeThat(contract.samples()).as("samples of its own").isNotEmpty();
    assertRoundTrips(contract.samples());
  }

  @Test
  @Rule("V8")
  void decode_largeValues_areEqual() {
    assertRoundTrips(CodecShapes.large());
  }

  @Test
  @Rule("V9")
  void encode_atAnyLimitOfTheReader_isReadBackOrRefused() {
    List<CodecSample<?>> samples = new ArrayList<>();
    for (int depth : new int[] {60, 100, 150, 199, 200, 201, 250, 400}) {
      samples.add(CodecSample.of(Node.class, Node.ofDepth(depth)));
    }
    for (int digits : new int[] {999, 1_001, 9_999, 10_001, 30_000}) {
      BigInteger number = BigInteger.TEN.pow(digits - 1).add(BigInteger.ONE);
      samples.add(CodecSample.of(BigInteger.class, number));
      samples.add(CodecSample.of(BigDecimal.class, new BigDecimal(number, digits / 2)));
    }
    for (int scale : new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE, -200_000}) {
      samples.add(CodecSample.of(BigDecimal.class, new BigDecimal(BigInteger.TWO, scale)));
    }
    samples.add(CodecSample.of(String.class, "large".repeat(5_000_000)));
    for (CodecSample<?> sample : samples) {
      assertReadBackOrRefused(sample, bind(sample.type()));
    }
  }

  private static void assertReadBackOrRefused(CodecSample<?> sample, BoundCodec bound) {
    byte[] written;
    try {
      written = bound.encode(sample.value());
    } catch (CodecException e) {
      return;
    }
    assertThatCode(() -> bound.decode(written, 0, written.length))
        .as("%s was written, so it must be readable", sample)
        .doesNotThrowAnyException();
    assertSame(sample, bound.decode(written, 0, written.length));
    assertThat(written).as("%s is written as something", sample).isNotEmpty();
  }
}

package io.cachier.tck;

import io.cachier.TypeRef;
import io.cachier.spi.ValueCodec.BoundCodec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** V17 to V19: bytes that are not what was written. */
abstract class CodecDamageRules extends CodecRules {
  /** Single bits, all bits, and what turns one kind of token into another in many formats. */
  private static final byte[] FLIPS = {0x01, 0x02, 0x04, 0x10, 0x20, (byte) 0x80, (byte) 0xff};

  CodecDamageRules(CodecContract contract) {
    super(contract);
  }

  @Test
  @Rule("V17")
  void decode_cutOffAnywhere_isAValueOrACodecException() {
    for (CodecSample<?> sample : smallSamples()) {
      BoundCodec bound = bind(sample.type());
      byte[] written = bound.encode(sample.value());
      for (int length = 0; length < written.length; length++) {
        readAnything(sample.type(), bound, Arrays.copyOf(written, length));
      }
    }
  }

  @Test
  @Rule("V18")
  void decode_anyByteChanged_isAValueOrACodecException() {
    for (CodecSample<?> sample : smallSamples()) {
      BoundCodec bound = bind(sample.type());
      byte[] written = bound.encode(sample.value());
      for (int at = 0; at < written.length; at++) {
        for (byte flip : FLIPS) {
          byte[] changed = written.clone();
          changed[at] ^= flip;
          readAnything(sample.type(), bound, changed);
        }
      }
    }
  }

  @Test
  @Rule("V19")
  void decode_whatAnotherCodecWrote_isAValueOrACodecException() {
    for (CodecSample<?> sample : smallSamples()) {
      TypeRef<?> type = sample.type();
      BoundCodec bound = bind(type);
      for (byte[] foreign : ForeignBytes.all()) {
        readAnything(type, bound, foreign);
      }
    }
  }

  @Test
  @Rule("V19")
  void decode_whatWasWrittenForAnotherType_isAValueOrACodecException() {
    for (CodecSample<?> sample : smallSamples()) {
      byte[] written = bind(sample.type()).encode(sample.value());
      for (CodecSample<?> other : CodecShapes.ownTypes()) {
        readAnything(other.type(), bind(other.type()), written);
      }
    }
  }
}

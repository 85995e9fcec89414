package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CodecException;
import io.cachier.TypeRef;
import io.cachier.spi.ValueCodec.BoundCodec;
import java.lang.invoke.MethodType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;

/** What the groups of rules about codecs share. */
@DisplayNameGeneration(RuleNames.class)
abstract class CodecRules {
  final CodecContract contract;

  CodecRules(CodecContract contract) {
    this.contract = contract;
  }

  final BoundCodec bind(TypeRef<?> type) {
    RecordingSettings settings = new RecordingSettings(contract.settings());
    BoundCodec bound = contract.codec().bind(type, settings);
    assertThat(settings.rejected()).as("settings that were refused").isEmpty();
    return bound;
  }

  final void assertRoundTrips(List<? extends CodecSample<?>> samples) {
    for (CodecSample<?> sample : samples) {
      BoundCodec bound = bind(sample.type());
      byte[] written = bound.encode(sample.value());
      assertSame(sample, bound.decode(written, 0, written.length));
    }
  }

  static void assertSame(CodecSample<?> sample, Object read) {
    assertThat(SameValue.of(sample.value(), read))
        .withFailMessage(
            () ->
                "%s was '%s', but was read back as '%s'"
                    .formatted(sample, brief(sample.value()), brief(read)))
        .isTrue();
  }

  private static String brief(Object value) {
    String text = value.toString();
    return text.length() < 200 ? text : text.substring(0, 200) + "...";
  }

  /**
   * Reads bytes that anybody may have written: a value of the declared type, or else a
   * CodecException, which becomes empty here. Anything else that is thrown fails the test.
   */
  static Optional<Object> readAnything(TypeRef<?> type, BoundCodec bound, byte[] bytes) {
    Object read;
    try {
      read = bound.decode(bytes, 0, bytes.length);
    } catch (CodecException e) {
      return Optional.empty();
    } catch (RuntimeException | Error e) {
      throw new AssertionError(
          "decode of %s threw %s instead of a CodecException, for %d bytes, beginning with %s"
              .formatted(type, e.getClass().getName(), bytes.length, Hex.of(bytes)),
          e);
    }
    assertThat(read).as("what was decoded of %s", type).isInstanceOf(rawType(type.type()));
    return Optional.of(read);
  }

  static Class<?> rawType(Type type) {
    if (type instanceof ParameterizedType parameterized) {
      return rawType(parameterized.getRawType());
    }
    if (type instanceof GenericArrayType array) {
      return rawType(array.getGenericComponentType()).arrayType();
    }
    return MethodType.methodType((Class<?>) type).wrap().returnType();
  }

  /** Every shape once, each small enough to be damaged at every byte. */
  final List<CodecSample<?>> smallSamples() {
    List<CodecSample<?>> all = new ArrayList<>(CodecShapes.small());
    all.addAll(contract.samples());
    return all;
  }
}

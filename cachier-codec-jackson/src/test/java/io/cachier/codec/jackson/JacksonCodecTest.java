package io.cachier.codec.jackson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CodecException;
import io.cachier.TypeRef;
import io.cachier.codec.jackson.Samples.Circle;
import io.cachier.codec.jackson.Samples.Shape;
import io.cachier.codec.jackson.Samples.Square;
import io.cachier.spi.ValueCodec.BoundCodec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the codec writes, and what it makes of classes that changed. */
class JacksonCodecTest {
  record Small(String name) {}

  record Grown(
      String name,
      int count,
      boolean open,
      @Nullable Instant since,
      Optional<String> note,
      @Nullable List<String> tags) {}

  static class Parent {
    String name = "";
  }

  static final class Child extends Parent {
    int extra = 7;
  }

  record Holder(Parent parent) {}

  record Strict(int count) {
    Strict {
      if (count < 0) {
        throw new IllegalArgumentException("s3cret " + count);
      }
    }
  }

  @Test
  void encode_values_asJsonThatAPersonCanRead() {
    BoundCodec grown = Bytes.bind(TypeRef.of(Grown.class));
    Grown value = new Grown("n", 1, true, Instant.EPOCH, Optional.empty(), List.of("a"));

    assertThat(Bytes.json(grown, value))
        .isEqualTo(
            "{\"name\":\"n\",\"count\":1,\"open\":true,\"since\":\"1970-01-01T00:00:00Z\","
                + "\"note\":null,\"tags\":[\"a\"]}");
  }

  @Test
  void encode_sealedType_namesTheSubtypeAroundIt() {
    BoundCodec shapes = Bytes.bind(new TypeRef<List<Shape>>() {});

    assertThat(Bytes.json(shapes, List.of(new Circle(1), Samples.Plain.DOT)))
        .isEqualTo("[{\"Samples$Circle\":{\"radius\":1}},{\"Samples$Plain\":\"DOT\"}]");
    assertThatThrownBy(() -> Bytes.read(shapes, "[{\"java.lang.String\":\"x\"}]"))
        .isInstanceOf(CodecException.class);
  }

  @Test
  void decode_entryOfASmallerClass_fillsNewFieldsWithDefaults() {
    byte[] old = Bytes.bind(TypeRef.of(Small.class)).encode(new Small("n"));

    assertThat(Bytes.read(Bytes.bind(TypeRef.of(Grown.class)), old))
        .isEqualTo(new Grown("n", 0, false, null, Optional.empty(), null));
  }

  @Test
  void decode_entryOfALargerClass_passesOverWhatIsUnknown() {
    for (boolean smile : new boolean[] {false, true}) {
      TypeRef<Grown> type = TypeRef.of(Grown.class);
      BoundCodec writer = smile ? Bytes.smile(type) : Bytes.bind(type);
      byte[] later =
          writer.encode(new Grown("n", 1, true, Instant.MAX, Optional.of("x"), List.of("a")));

      assertThat(Bytes.read(Bytes.bind(TypeRef.of(Small.class)), later)).isEqualTo(new Small("n"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"count\":\"1\"}",
        "{\"count\":1.5}",
        "{\"count\":[1]}",
        "{\"count\":true}",
        "{\"count\":99999999999}",
        "{\"count\":{}}",
        "{\"count\":1} {}",
        "{\"count\":-1}",
        "[1]",
        "1",
        "null",
        ""
      })
  void decode_fieldOfAnotherType_isRefusedRatherThanBent(String json) {
    assertThatThrownBy(() -> Bytes.read(Bytes.bind(TypeRef.of(Strict.class)), json))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("Strict can't be read")
        .hasMessageNotContaining("s3cret")
        .hasNoCause();
  }

  @Test
  void decode_otherType_saysWhereAndWhatWasExpected() {
    assertThatThrownBy(
            () -> Bytes.read(Bytes.bind(TypeRef.of(Strict.class)), "{\"count\":\"s3cret\"}"))
        .hasMessageContaining("MismatchedInputException for int at byte ")
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "\"0\"", "\"CALM2\"", "\"\""})
  void decode_enumByAnythingButItsName_isRefused(String json) {
    assertThatThrownBy(() -> Bytes.read(Bytes.bind(TypeRef.of(Samples.Plain.class)), json))
        .isInstanceOf(CodecException.class);
  }

  @Test
  void encode_objectOfASubclass_isRefusedSinceItWouldComeBackAsAnother() {
    BoundCodec holders = Bytes.bind(TypeRef.of(Holder.class));

    assertThat(Bytes.json(holders, new Holder(new Parent()))).contains("name");
    assertThatThrownBy(() -> holders.encode(new Holder(new Child())))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("JacksonCodecTest$Child")
        .hasMessageContaining("sealed");
    assertThatThrownBy(() -> Bytes.bind(TypeRef.of(Parent.class)).encode(new Child()))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("JacksonCodecTest$Child");
    assertThatThrownBy(() -> Bytes.bind(TypeRef.of(Date.class)).encode(new java.sql.Timestamp(1)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("java.sql.Timestamp");
  }

  @Test
  void encode_subtypeThatNobodyNamed_isRefused() {
    BoundCodec animals = Bytes.bind(TypeRef.of(Samples.Animal.class));
    record Fish(String name) implements Samples.Animal {}

    assertThatThrownBy(() -> animals.encode(new Fish("f")))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("Fish");
  }

  @Test
  void decode_eitherFormat_whateverTheSettingSays() {
    TypeRef<List<Square>> type = new TypeRef<>() {};
    List<Square> value = List.of(new Square(Optional.of("a")));
    byte[] json = Bytes.bind(type).encode(value);
    byte[] smile = Bytes.smile(type).encode(value);

    assertThat(new String(json, UTF_8)).startsWith("[{");
    assertThat(smile).startsWith(':', ')', '\n');
    assertThat(Bytes.read(Bytes.bind(type), smile)).isEqualTo(value);
    assertThat(Bytes.read(Bytes.smile(type), json)).isEqualTo(value);
    assertThat(Bytes.smile(type).fingerprint()).isEqualTo(Bytes.bind(type).fingerprint());
  }

  @Test
  void bind_unknownFormat_isRejected() {
    MapSettings settings = new MapSettings(Map.of("jackson.format", "xml"));
    new JacksonCodec().bind(TypeRef.of(String.class), settings);

    assertThat(settings.rejected)
        .containsExactly("jackson.format: it must be one of [json, smile]");
  }

  @Test
  void fingerprint_ofAType_staysAsItIs() {
    assertThat(Bytes.bind(new TypeRef<Map<String, List<Integer>>>() {}).fingerprint())
        .isEqualTo(FINGERPRINT);
  }

  private static final long FINGERPRINT = -4503771694593942598L;
}

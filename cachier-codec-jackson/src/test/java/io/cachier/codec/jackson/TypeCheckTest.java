package io.cachier.codec.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.cachier.ConfigurationException;
import io.cachier.TypeRef;
import io.cachier.codec.jackson.Samples.Animal;
import io.cachier.codec.jackson.Samples.Circle;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which types are refused when a function is built, and what is said of them. */
class TypeCheckTest {
  @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
  interface ByClass {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS)
  record ByMinimalClass(int a) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  @JsonSubTypes(@JsonSubTypes.Type(Deduced.class))
  interface ByShape {}

  record Deduced(int a) implements ByShape {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  interface Unnamed {}

  record PropertyByClass(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Animal animal) {}

  record ElementsByClass(
      List<Animal> first, @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) List<Animal> second) {}

  record AnythingByClass(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Object anything) {}

  static final class NoConstructor {
    final int a;

    NoConstructor(int a, int b) {
      this.a = a + b;
    }
  }

  static final class Delegating {
    final int size;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Delegating(Map<String, Object> all) {
      this.size = all.size();
    }
  }

  record Loose(Object loose) {}

  static final class Unwrapping {
    @JsonUnwrapped @Nullable Loose inner;
  }

  static class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1L;
    String title = "";
  }

  @SuppressWarnings("ClassCanBeStatic") // an inner one is what is refused
  class InnerClass {
    int a;
  }

  static final class TwoCreators {
    final int a;

    @JsonCreator
    TwoCreators(@JsonProperty("a") int a) {
      this.a = a;
    }

    @JsonCreator
    TwoCreators(@JsonProperty("b") String b) {
      this.a = b.length();
    }
  }

  record OfParts(List<Map<String, Optional<InetAddress>>> parts) {}

  record Case(TypeRef<?> type, String said) {}

  private static Case of(Class<?> type, String said) {
    return new Case(TypeRef.of(type), said);
  }

  static Stream<Case> refused() {
    return Stream.of(
        of(ByClass.class, "looked up by names"),
        of(ByMinimalClass.class, "looked up by names"),
        of(ByShape.class, "looked up by names"),
        of(PropertyByClass.class, "Animal has its classes looked up by names"),
        of(ElementsByClass.class, "Animal has its classes looked up by names"),
        of(AnythingByClass.class, "java.lang.Object"),
        of(Unnamed.class, "@JsonSubTypes"),
        of(Runnable.class, "java.lang.Runnable"),
        of(Number.class, "java.lang.Number"),
        of(Serializable.class, "java.io.Serializable"),
        of(CharSequence.class, "java.lang.CharSequence"),
        of(Class.class, "java.lang.Class"),
        of(InetAddress.class, "java.net.InetAddress"),
        of(Path.class, "java.nio.file.Path"),
        of(Thread.class, "java.lang.Thread"),
        of(Enum.class, "java.lang.Enum"),
        of(Exception.class, "java.lang.Exception"),
        of(OfParts.class, "java.net.InetAddress is not known"),
        of(JsonNode.class, "JsonNode"),
        of(NoConstructor.class, "make it a record"),
        of(InnerClass.class, "InnerClass"),
        of(TwoCreators.class, "can't be read by Jackson: Conflicting"),
        of(Delegating.class, "java.lang.Object may be of any class"),
        of(Unwrapping.class, "java.lang.Object may be of any class"),
        of(Names.class, "a collection of its own"),
        new Case(new TypeRef<Map<Object, String>>() {}, "keys of a map: java.lang.Object"),
        new Case(new TypeRef<Map<Circle, String>>() {}, "has no text"),
        new Case(new TypeRef<Map<List<String>, String>>() {}, "has no text"),
        new Case(new TypeRef<Optional<Optional<String>>>() {}, "another reference"),
        new Case(new TypeRef<Stream<String>>() {}, "java.util.stream.Stream"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void bind_typeThatCannotBeReadBack_isRefusedWithARemedy(Case each) {
    assertThatThrownBy(() -> Bytes.bind(each.type()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("codec 'jackson'")
        .hasMessageContaining(each.said())
        .hasMessageContaining("declare")
        .hasMessageContaining("set codec to java");
  }

  @Test
  void bind_severalFaults_areToldTogetherEachOnce() {
    record Both(Object one, Path two, Object three) {}

    assertThatThrownBy(() -> Bytes.bind(TypeRef.of(Both.class)))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e ->
                assertThat(e.problems())
                    .hasSize(2)
                    .anyMatch(each -> each.contains("'one' of"))
                    .anyMatch(each -> each.contains("'two' of")));
  }

  @JsonDeserialize(using = OwnReader.class)
  interface WithReader {}

  record Read(String text) implements WithReader {}

  static final class OwnReader extends JsonDeserializer<WithReader> {
    @Override
    public WithReader deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      in.skipChildren();
      return new Read("read");
    }
  }

  record Trusting(@JsonDeserialize(using = AnyReader.class) Object any, String name) {}

  static final class AnyReader extends JsonDeserializer<Object> {
    @Override
    public Object deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return in.getText();
    }
  }

  @Test
  void bind_typeWithADeserializerOfItsOwn_isTrusted() {
    assertThat(Bytes.read(Bytes.bind(TypeRef.of(WithReader.class)), "{}"))
        .isEqualTo(new Read("read"));
    Trusting value = new Trusting("x", "n");
    var trusting = Bytes.bind(TypeRef.of(Trusting.class));
    assertThat(Bytes.read(trusting, trusting.encode(value))).isEqualTo(value);
  }
}

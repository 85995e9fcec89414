package io.cachier.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.TypeRef;
import io.cachier.spi.KeyEncoder;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyTypesTest {
  record Node<T>(T value, List<Node<T>> children) {}

  record Growing<T>(T value, List<Growing<List<T>>> next) {}

  record Holder(String name, Object anything) {}

  sealed interface Result<T> permits Ok, Failed {}

  record Ok<T>(T value) implements Result<T> {}

  enum Failed implements Result<Object> {
    TIMEOUT
  }

  sealed interface Half permits Good, Open {}

  record Good() implements Half {}

  static non-sealed class Open implements Half {}

  static class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1L;
  }

  static class ThingEncoder implements KeyEncoder<Open> {
    @Override
    public Class<Open> type() {
      return Open.class;
    }

    @Override
    public Object canonical(Open value) {
      return "open";
    }
  }

  private static List<String> problems(Type type, KeyEncoder<?>... encoders) {
    return RemoteKeys.problems("it", type, List.of(encoders), KeyRemedy.KEYED_BY);
  }

  static Stream<Type> stable() {
    return Stream.of(
        int.class,
        Void.class,
        NoArgument.class,
        String.class,
        Instant.class,
        ZoneId.class,
        Thread.State.class,
        OptionalInt.class,
        int[][].class,
        String[].class,
        Names.class,
        new TypeRef<List<String>>() {}.type(),
        new TypeRef<List<? extends Ok<Integer>>>() {}.type(),
        new TypeRef<Map<String, Set<Optional<KeyCorpus.Point>>>>() {}.type(),
        new TypeRef<SortedMap<String, List<Long>[]>>() {}.type(),
        new TypeRef<EnumMap<KeyCorpus.Color, Integer>>() {}.type(),
        new TypeRef<Node<String>>() {}.type(),
        new TypeRef<Result<String>>() {}.type());
  }

  @ParameterizedTest
  @MethodSource("stable")
  void problems_stableType_areNone(Type type) {
    assertThat(problems(type)).isEmpty();
  }

  static Stream<Type> unstable() {
    return Stream.of(
        Object.class,
        Number.class,
        CharSequence.class,
        Comparable.class,
        Record.class,
        List.class,
        Open.class,
        Half.class,
        Holder.class,
        Node.class,
        Thread.class,
        Object[].class,
        new TypeRef<List<?>>() {}.type(),
        new TypeRef<Queue<String>>() {}.type(),
        new TypeRef<Collection<String>>() {}.type(),
        new TypeRef<Optional<Object>>() {}.type(),
        new TypeRef<Map<String, Number>>() {}.type(),
        new TypeRef<Map<Number, String>>() {}.type(),
        new TypeRef<Result<Object>>() {}.type(),
        new TypeRef<Growing<String>>() {}.type());
  }

  @ParameterizedTest
  @MethodSource("unstable")
  void problems_unstableType_areToldOnce(Type type) {
    assertThat(problems(type)).hasSize(1);
  }

  @Test
  void problems_culpritInside_isNamedWithItsPathAndTheRemedy() {
    assertThat(problems(new TypeRef<Map<String, Holder>>() {}.type()))
        .singleElement()
        .asString()
        .contains(
            "argument 'it' of type java.util.Map<java.lang.String, ",
            "values of a Map, component 'anything' of record",
            "java.lang.Object has no key",
            "keyedBy(...)",
            "KeyEncoder");
  }

  @Test
  void problems_severalCulprits_areAllTold() {
    assertThat(problems(new TypeRef<Map<Number, Object>>() {}.type())).hasSize(2);
  }

  @Test
  void problems_typeWithEncoder_areNone() {
    assertThat(problems(Open.class, new ThingEncoder())).isEmpty();
    assertThat(problems(Half.class, new ThingEncoder())).isEmpty();
  }

  @Test
  void problems_twoEncodersOfOneType_areTold() {
    assertThat(problems(Open.class, new ThingEncoder(), new ThingEncoder()))
        .singleElement()
        .asString()
        .contains("several key encoders", "ThingEncoder");
  }

  @Test
  void problems_typeVariable_isTakenAsItsBound() throws NoSuchMethodException {
    Type variable = Ok.class.getDeclaredMethod("value").getGenericReturnType();

    assertThat(problems(variable)).singleElement().asString().contains("java.lang.Object");
  }
}

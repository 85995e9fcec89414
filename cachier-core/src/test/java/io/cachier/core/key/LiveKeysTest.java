package io.cachier.core.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.TypeRef;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LiveKeysTest {
  static class NoEquals {}

  static class InheritsEquals extends ArrayList<String> {
    private static final long serialVersionUID = 1L;
  }

  static class OtherEquals {
    @SuppressWarnings("NonOverridingEquals") // what is tested: this is not the one that counts
    public boolean equals(OtherEquals other) {
      return other != null;
    }
  }

  @Test
  void of_ordinaryArgument_isTheArgument() {
    Object argument = List.of("a");
    Arguments two = new Arguments("a", "b");

    assertThat(LiveKeys.of(argument)).isSameAs(argument);
    assertThat(LiveKeys.of(two)).isSameAs(two);
    assertThat(LiveKeys.of("a", null)).isEqualTo(new Arguments("a", null));
  }

  @Test
  void of_null_isAKeyOfItsOwn() {
    assertThat(LiveKeys.of(null)).isNotNull().isSameAs(LiveKeys.of(null));
  }

  @Test
  void of_arrays_areComparedByContent() {
    assertThat(LiveKeys.of(new int[] {1, 2}))
        .isEqualTo(LiveKeys.of(new int[] {1, 2}))
        .hasSameHashCodeAs(LiveKeys.of(new int[] {1, 2}))
        .isNotEqualTo(LiveKeys.of(new int[] {1, 3}))
        .isNotEqualTo(LiveKeys.of(new long[] {1, 2}))
        .isNotEqualTo(null);
    assertThat(LiveKeys.of(new String[][] {{"a"}, null}))
        .isEqualTo(LiveKeys.of(new String[][] {{"a"}, null}))
        .isNotEqualTo(LiveKeys.of(new String[][] {{"b"}, null}))
        .isNotEqualTo(LiveKeys.of(new Object[][] {{"a"}, null}));
  }

  @Test
  void of_arraysAmongTwoArguments_areComparedByContent() {
    assertThat(LiveKeys.of("a", new byte[] {1})).isEqualTo(LiveKeys.of("a", new byte[] {1}));
    assertThat(LiveKeys.of(new Arguments(new byte[] {1}, "a")))
        .isEqualTo(LiveKeys.of(new Arguments(new byte[] {1}, "a")))
        .isNotEqualTo(LiveKeys.of(new Arguments(new byte[] {2}, "a")));
    assertThat(LiveKeys.of(new Arguments("a", new byte[] {1})))
        .isEqualTo(LiveKeys.of("a", new byte[] {1}));
  }

  @Test
  void of_arrayChangedAfterwards_keepsItsKey() {
    int[][] array = {{1}};
    Object key = LiveKeys.of(array);
    array[0][0] = 2;

    assertThat(key).isEqualTo(LiveKeys.of(new int[][] {{1}}));
  }

  @Test
  void of_arrayThatHoldsItself_isRefused() {
    Object[] cycle = new Object[1];
    cycle[0] = cycle;

    assertThatThrownBy(() -> LiveKeys.of(cycle))
        .isInstanceOf(UnstableKeyException.class)
        .hasMessageContaining("or itself");
  }

  @Test
  void problems_classWithoutEquals_namesItAndTheRemedy() {
    assertThat(LiveKeys.problems("it", NoEquals.class, KeyRemedy.KEYED_BY))
        .singleElement()
        .asString()
        .contains("NoEquals", "keyedBy");
    assertThat(LiveKeys.problems("it", OtherEquals.class, KeyRemedy.KEYED_BY)).hasSize(1);
  }

  static Stream<Type> fine() {
    return Stream.of(
        String.class,
        int.class,
        int[].class,
        Object.class,
        Class.class,
        Thread.State.class,
        Runnable.class,
        Number.class,
        KeyCorpus.Point.class,
        InheritsEquals.class,
        new TypeRef<List<NoEquals>>() {}.type());
  }

  @ParameterizedTest
  @MethodSource("fine")
  void problems_typeNotKnownToBeBad_areNone(Type type) {
    assertThat(LiveKeys.problems("it", type, KeyRemedy.KEYED_BY)).isEmpty();
  }

  @SuppressWarnings("ArrayRecordComponent") // what the test is about
  record Holder(int[] numbers) {}

  record Generic<T>(T inside) {}

  @SuppressWarnings("ArrayRecordComponent") // what the test is about
  record OwnEquals(int[] numbers) {
    @Override
    public boolean equals(Object other) {
      return other instanceof OwnEquals that && java.util.Arrays.equals(numbers, that.numbers);
    }

    @Override
    public int hashCode() {
      return java.util.Arrays.hashCode(numbers);
    }
  }

  @Test
  void problems_arrayInsideARecordOrCollection_isNamedWithTheRemedy() {
    for (io.cachier.TypeRef<?> type :
        List.of(
            new io.cachier.TypeRef<Holder>() {},
            new io.cachier.TypeRef<List<int[]>>() {},
            new io.cachier.TypeRef<java.util.Map<String, Generic<String[]>>>() {})) {
      assertThat(LiveKeys.problems("it", type.type(), KeyRemedy.KEYED_BY))
          .singleElement()
          .asString()
          .contains("holds an array")
          .contains("keyedBy");
    }
  }

  @Test
  void problems_arrayThatIsWrappedOrComparedByItsOwner_areNone() {
    assertThat(LiveKeys.problems("it", int[].class, KeyRemedy.KEYED_BY)).isEmpty();
    assertThat(LiveKeys.problems("it", OwnEquals.class, KeyRemedy.KEYED_BY)).isEmpty();
    assertThat(
            LiveKeys.problems(
                "it",
                new io.cachier.TypeRef<Generic<List<String>>>() {}.type(),
                KeyRemedy.KEYED_BY))
        .isEmpty();
  }
}

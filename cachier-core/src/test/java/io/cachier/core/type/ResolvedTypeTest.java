package io.cachier.core.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.TypeRef;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Types that are made from resolved ones stand for those of the JDK. */
class ResolvedTypeTest {
  static Stream<TypeRef<?>> types() {
    return Stream.of(
        TypeRef.of(String.class),
        TypeRef.of(int.class),
        TypeRef.of(int[][].class),
        new TypeRef<List<String>>() {},
        new TypeRef<Map.Entry<String, List<int[]>>>() {},
        new TypeRef<List<String>[]>() {},
        new TypeRef<Map<String, List<Integer>[][]>>() {});
  }

  @ParameterizedTest
  @MethodSource("types")
  void toType_knownType_isEqualToTheJdksOwn(TypeRef<?> known) {
    Type made = ResolvedType.of(known.type()).toType();

    assertThat(made).isEqualTo(known.type()).hasSameHashCodeAs(known.type());
    assertThat(known.type()).isEqualTo(made);
    assertThat(ResolvedType.of(made)).isEqualTo(ResolvedType.of(known.type()));
    assertThat(TypeRef.ofType(made)).isEqualTo(known);
  }

  interface Repo<K, V extends Number> {
    Map<K, List<? extends V>> all(V[] values);
  }

  interface Named extends Repo<String, Integer> {}

  @Test
  void toType_memberOfASupertype_hasTheSubtypesArguments() {
    Method all = Arrays.stream(Repo.class.getMethods()).findFirst().orElseThrow();
    ResolvedType bound = ResolvedType.of(Named.class).as(Repo.class).orElseThrow();
    ResolvedType unbound = ResolvedType.of(Repo.class);

    assertThat(bound.member(all.getGenericReturnType()).toType())
        .isEqualTo(new TypeRef<Map<String, List<Integer>>>() {}.type())
        .hasToString("java.util.Map<java.lang.String, java.util.List<java.lang.Integer>>");
    assertThat(bound.member(all.getGenericParameterTypes()[0]).toType()).isEqualTo(Integer[].class);
    assertThat(unbound.member(all.getGenericReturnType()).toType())
        .isEqualTo(new TypeRef<Map<Object, List<Number>>>() {}.type());
  }

  @Test
  void toType_arrayOfAParameterizedType_isNamedAsInJava() {
    Type made = ResolvedType.of(new TypeRef<List<String>[]>() {}.type()).toType();

    assertThat(made).hasToString("java.util.List<java.lang.String>[]");
  }
}

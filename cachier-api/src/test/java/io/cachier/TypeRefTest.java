package io.cachier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TypeRefTest {
  private static class Texts extends TypeRef<List<String>> {}

  private static final class DeeperTexts extends Texts {}

  /** Its superclass is parameterized, but with the type argument of another class. */
  private static class Keyed<K> extends TypeRef<Map<String, Integer>> {}

  private static final class KeyedByLong extends Keyed<Long> {}

  @Test
  void type_anonymousSubclass_isItsTypeArgument() {
    TypeRef<Map<String, List<Integer>>> ref = new TypeRef<>() {};

    assertThat(ref.type()).isInstanceOf(ParameterizedType.class);
    assertThat(ref)
        .hasToString("java.util.Map<java.lang.String, java.util.List<java.lang.Integer>>");
  }

  @Test
  void type_plainClass_isThatClass() {
    assertThat(new TypeRef<String>() {}.type()).isEqualTo(String.class);
    assertThat(TypeRef.of(String.class).type()).isEqualTo(String.class);
    assertThat(TypeRef.of(String.class)).hasToString("java.lang.String");
  }

  @Test
  void type_arrays_keepTheirComponents() {
    assertThat(new TypeRef<List<String>[]>() {}.type()).isInstanceOf(GenericArrayType.class);
    assertThat(TypeRef.of(int[].class)).hasToString("int[]");
  }

  @Test
  void type_namedSubclass_isItsTypeArgument() {
    assertThat(new Texts().type()).isEqualTo(new TypeRef<List<String>>() {}.type());
  }

  @Test
  @SuppressWarnings("rawtypes")
  void create_rawSubclass_isRefusedWithTheRemedy() {
    assertThatThrownBy(() -> new TypeRef() {})
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("TypeRef needs a type argument: new TypeRef<List<String>>() {}");
  }

  @Test
  void create_subclassOfSubclass_isRefused() {
    assertThatThrownBy(DeeperTexts::new).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(KeyedByLong::new).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void equals_sameType_whoeverNamesIt() {
    TypeRef<List<String>> anonymous = new TypeRef<>() {};

    assertThat(anonymous).isEqualTo(new Texts()).hasSameHashCodeAs(new Texts());
    assertThat(TypeRef.of(String.class))
        .isEqualTo(new TypeRef<String>() {})
        .hasSameHashCodeAs(new TypeRef<String>() {});
  }

  @Test
  void equals_otherTypeOrNoReference_isFalse() {
    assertThat(new TypeRef<List<String>>() {})
        .isNotEqualTo(new TypeRef<List<Integer>>() {})
        .isNotEqualTo(TypeRef.of(List.class))
        .isNotEqualTo(null);
    assertThat(TypeRef.of(String.class).equals((Object) String.class)).isFalse();
  }

  @Test
  void ofType_foundByReflection_isThatReference() {
    TypeRef<List<String>> known = new TypeRef<>() {};

    assertThat(TypeRef.ofType(known.type())).isEqualTo(known);
    assertThat(TypeRef.ofType(String.class)).isEqualTo(TypeRef.of(String.class));
  }
}

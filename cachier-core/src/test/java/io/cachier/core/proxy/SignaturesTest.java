package io.cachier.core.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names are stored with the entries: a changed one is a lost cache. */
class SignaturesTest {
  interface Methods<T> {
    void none();

    void generic(T one, List<String> two, int three, int[] four);

    void nested(Map.Entry<String, T> one, String... two);
  }

  private static Method method(String name) {
    return Arrays.stream(Methods.class.getMethods())
        .filter(each -> each.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void derivedName_everyKindOfParameter_neverChanges() {
    assertThat(Signatures.derivedName("a.B$C", method("none"))).isEqualTo("a.B$C.none()");
    assertThat(Signatures.derivedName("p", method("generic")))
        .isEqualTo("p.generic(java.lang.Object,java.util.List,int,int[])");
    assertThat(Signatures.derivedName("p", method("nested")))
        .isEqualTo("p.nested(java.util.Map$Entry,java.lang.String[])");
  }

  @Test
  void derivedName_tooLong_endsInADigestOfTheWhole() {
    String fits = "x".repeat(200 - ".none()".length());

    assertThat(Signatures.derivedName(fits, method("none"))).isEqualTo(fits + ".none()");
    assertThat(Signatures.derivedName("x".repeat(300), method("none")))
        .hasSize(200)
        .isEqualTo("x".repeat(183) + "~35a7ff2b25e0aed0");
    assertThat(Signatures.derivedName("x".repeat(300), method("none")))
        .isNotEqualTo(Signatures.derivedName("x".repeat(301), method("none")));
  }

  @Test
  void readable_method_isShort() {
    assertThat(Signatures.readable(method("generic")))
        .isEqualTo("generic(Object, List, int, int[])");
  }
}

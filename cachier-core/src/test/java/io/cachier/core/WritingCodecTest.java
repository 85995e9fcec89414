package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.Cachier;
import io.cachier.ConfigurationException;
import io.cachier.TypeRef;
import io.cachier.core.codec.JavaCodec;
import io.cachier.spi.Settings;
import io.cachier.spi.ValueCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which codec writes: the chosen one, else the one module on the class path, else java. */
class WritingCodecTest {
  private final List<String> problems = new ArrayList<>();

  private record Module(String id) implements ValueCodec {
    @Override
    public Set<String> settings() {
      return Set.of(id + ".format");
    }

    @Override
    public BoundCodec bind(TypeRef<?> type, Settings settings) {
      throw new ConfigurationException(id, List.of("binds nothing"));
    }
  }

  private static Providers withModules(String... ids) {
    Map<String, ValueCodec> codecs =
        Stream.concat(Stream.of(new JavaCodec()), Stream.of(ids).map(Module::new))
            .collect(Collectors.toMap(ValueCodec::id, Function.identity()));
    return new Providers(Map.of(), Map.of(), codecs, List.of(), Set.of());
  }

  @Test
  void writingCodec_noModule_isJava() {
    assertThat(withModules().writingCodec(null, problems)).get().isInstanceOf(JavaCodec.class);
    assertThat(problems).isEmpty();
  }

  @Test
  void writingCodec_oneModule_isThatOne() {
    assertThat(withModules("cbor").writingCodec(null, problems)).contains(new Module("cbor"));
    assertThat(problems).isEmpty();
  }

  @Test
  void writingCodec_oneModuleAndAChoice_isTheChoice() {
    assertThat(withModules("cbor").writingCodec("java", problems))
        .get()
        .isInstanceOf(JavaCodec.class);
  }

  @Test
  void writingCodec_twoModulesAndNoChoice_namesBoth() {
    assertThat(withModules("kryo", "cbor").writingCodec(null, problems)).isEmpty();
    assertThat(problems)
        .containsExactly(
            "several codecs were found, cbor and kryo, and none was chosen; set cachier.codec or"
                + " call codec(...)");
  }

  @Test
  void writingCodec_twoModulesAndAChoice_isTheChoice() {
    assertThat(withModules("kryo", "cbor").writingCodec("kryo", problems))
        .contains(new Module("kryo"));
    assertThat(problems).isEmpty();
  }

  @Test
  void setting_ofACodec_isKnownAndOthersOfItsNameAreNot() {
    try (Cachier cachier =
        Cachier.builder().codec(new Module("cbor")).setting("cbor.format", "x").build()) {
      assertThat(cachier.describe()).contains("writing codec: cbor");
    }
    assertThatThrownBy(
            () -> Cachier.builder().codec(new Module("cbor")).setting("cbor.fromat", "x").build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("did you mean cachier.cbor.format?");
  }
}

package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cachier.Cachier;
import io.cachier.ConfigurationException;
import io.cachier.FunctionBuilder;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Asking for a bound where nothing keeps one, or in a way that makes no sense. */
class BoundSettingsTest {
  private static List<String> problems(UnaryOperator<FunctionBuilder<String, String>> bound) {
    try (Cachier cachier = Cachier.create()) {
      FunctionBuilder<String, String> builder =
          bound.apply(cachier.function("f", String.class, String.class, key -> key));
      return catchThrowableOfType(ConfigurationException.class, builder::build).problems();
    }
  }

  @Test
  void build_boundWithoutTheModule_namesIt() {
    assertThat(problems(f -> f.maximumEntries(100)))
        .containsExactly(
            "maximumEntries was '100' but nothing on the class path keeps a bound; add"
                + " io.cachier:cachier-backend-caffeine");
  }

  @Test
  void build_boundOnABackendWithoutOne_namesBoth() {
    assertThat(problems(f -> f.maximumBytes("10MB").backend("memory")))
        .containsExactly(
            "maximumBytes was '10MB' but backend 'memory' keeps no bound; leave backend(...) out,"
                + " or the bound");
  }

  @Test
  void build_boundOnAnUnknownBackend_namesIt() {
    assertThat(problems(f -> f.maximumBytes(10).backend("none")))
        .singleElement()
        .asString()
        .startsWith("no backend 'none'");
  }

  @Test
  void build_impossibleBounds_areRefused() {
    assertThat(problems(f -> f.maximumEntries(0).backend("memory")))
        .contains("maximumEntries was '0' but it must be at least 1; leave it out for no bound");
    assertThat(problems(f -> f.maximumBytes(-1).backend("memory")))
        .contains("maximumBytes was '-1' but it must be at least 1; leave it out for no bound");
    assertThat(problems(f -> f.maximumBytes("much").backend("memory")))
        .anyMatch(problem -> problem.startsWith("maximumBytes was 'much' but "));
    assertThat(problems(f -> f.maximumEntries(1).maximumBytes(1).backend("memory")))
        .contains("maximumEntries and maximumBytes were both set; set one of them");
  }
}

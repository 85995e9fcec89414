package io.cachier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CallOptions.Access;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallOptionsTest {
  @Test
  void defaults_always_readAndWriteWithoutALimit() {
    assertThat(CallOptions.defaults().access()).isEqualTo(Access.READ_WRITE);
    assertThat(CallOptions.defaults().maxAge()).isEmpty();
    assertThat(CallOptions.defaults()).hasToString("CallOptions[access=READ_WRITE, maxAge=none]");
  }

  @Test
  void skip_always_neitherReadsNorWrites() {
    assertThat(CallOptions.skip().access()).isEqualTo(Access.NONE);
    assertThat(CallOptions.skip().maxAge()).isEmpty();
  }

  @Test
  void overwrite_always_onlyWrites() {
    assertThat(CallOptions.overwrite().access()).isEqualTo(Access.WRITE_ONLY);
    assertThat(CallOptions.overwrite().maxAge()).isEmpty();
  }

  @Test
  void constants_askedForTwice_areTheSameInstance() {
    assertThat(CallOptions.defaults()).isSameAs(CallOptions.defaults());
    assertThat(CallOptions.skip()).isSameAs(CallOptions.skip());
    assertThat(CallOptions.overwrite()).isSameAs(CallOptions.overwrite());
  }

  @Test
  void maxAge_anyAge_isKeptAsGiven() {
    CallOptions options = CallOptions.maxAge(Duration.ofSeconds(5));

    assertThat(options.access()).isEqualTo(Access.READ_WRITE);
    assertThat(options.maxAge()).contains(Duration.ofSeconds(5));
    assertThat(options).hasToString("CallOptions[access=READ_WRITE, maxAge=PT5S]");
    assertThat(CallOptions.maxAge(Duration.ZERO).maxAge()).contains(Duration.ZERO);
    assertThat(CallOptions.maxAge(Duration.ofNanos(-1)).maxAge()).contains(Duration.ofNanos(-1));
  }

  @Test
  void explain_combined_keepsTheRest() {
    List<String> told = new ArrayList<>();
    CallOptions options = CallOptions.maxAge(Duration.ofSeconds(5)).withExplain(told::add);
    options.explainer().orElseThrow().accept("step");

    assertThat(told).containsExactly("step");
    assertThat(options.maxAge()).contains(Duration.ofSeconds(5));
    assertThat(options).hasToString("CallOptions[access=READ_WRITE, maxAge=PT5S, explained]");
    assertThat(CallOptions.skip().withExplain(told::add).access()).isEqualTo(Access.NONE);
    assertThat(CallOptions.explain(told::add).withMaxAge(Duration.ZERO).explainer()).isPresent();
    assertThat(CallOptions.explain(told::add).access()).isEqualTo(Access.READ_WRITE);
    assertThat(CallOptions.defaults().explainer()).isEmpty();
    assertThatThrownBy(() -> CallOptions.explain(null)).hasMessage("sink");
  }

  @Test
  void maxAge_null_isRefusedByName() {
    assertThatThrownBy(() -> CallOptions.maxAge(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("age");
  }
}

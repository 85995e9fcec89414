package io.cachier.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BoundTest {
  @Test
  void of_oneOfTheTwo_setsItAlone() {
    assertThat(Bound.ofEntries(5)).isEqualTo(new Bound(OptionalLong.of(5), OptionalLong.empty()));
    assertThat(Bound.ofBytes(7)).isEqualTo(new Bound(OptionalLong.empty(), OptionalLong.of(7)));
  }

  @Test
  void new_bothNoneOrNotPositive_isRefused() {
    assertThatThrownBy(() -> new Bound(OptionalLong.of(1), OptionalLong.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("set exactly one");
    assertThatThrownBy(() -> new Bound(OptionalLong.empty(), OptionalLong.empty()))
        .hasMessageContaining("set exactly one");
    assertThatThrownBy(() -> Bound.ofEntries(0)).hasMessageContaining("a bound was 0");
    assertThatThrownBy(() -> Bound.ofBytes(-1)).hasMessageContaining("at least 1");
  }
}

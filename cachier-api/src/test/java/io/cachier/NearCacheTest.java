package io.cachier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearCacheTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void limits_areTaken() {
    assertThat(new NearCache(1, Duration.ofNanos(1))).hasToString("1 entries for PT0.000000001S");
    assertThat(new NearCache(Long.MAX_VALUE, Duration.ofDays(36_500)).ttl()).hasDays(36_500);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void noEntries_isRefused(long entries) {
    assertThatThrownBy(() -> new NearCache(entries, MINUTE))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'" + entries + "' entries but it must keep at least 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT876000H0.000000001S"})
  void time_outOfRange_isRefused(String ttl) {
    assertThatThrownBy(() -> new NearCache(10, Duration.parse(ttl)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("must be positive and at most 36500 days");
  }

  @Test
  void bothOutOfRange_areToldTogether() {
    assertThatThrownBy(() -> new NearCache(0, Duration.ZERO))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("at least 1")
        .hasMessageContaining("positive");
  }
}

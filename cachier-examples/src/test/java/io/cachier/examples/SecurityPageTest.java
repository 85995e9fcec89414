package io.cachier.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.Cachier;
import io.cachier.ConfigurationException;
import org.junit.jupiter.api.Test;

/** The code in {@code SECURITY.md}, and what it says beside it. */
class SecurityPageTest {
  @Test
  void describe_settingsWithSecrets_areNotShown() {
    // begin SECURITY.md
    try (Cachier cachier =
        Cachier.builder().setting("redis.uri", "rediss://cache:secret@redis.example.org").build()) {
      assertThat(cachier.describe()).contains("redis.uri: ***").doesNotContain("secret");
    }
    // end SECURITY.md
  }

  @Test
  void function_ofAnyObject_isRefused() {
    try (Cachier cachier = Cachier.builder().backend("file").build()) {
      assertThatThrownBy(
              () -> cachier.function("any", String.class, Object.class, text -> text).build())
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("java.lang.Object");
    }
  }
}

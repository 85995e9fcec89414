package io.cachier.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.ConfigurationException;
import io.cachier.TypeRef;
import io.cachier.spi.Settings;
import io.cachier.spi.ValueCodec;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code in {@code docs/codecs.md}. */
class CodecsPageTest {
  // begin docs/codecs.md
  /** Texts as UTF-8, and nothing else. */
  static final class TextCodec implements ValueCodec {
    @Override
    public String id() {
      return "text";
    }

    @Override
    public BoundCodec bind(TypeRef<?> type, Settings settings) {
      if (type.type() != String.class) {
        throw new ConfigurationException(
            "codec 'text'", List.of(type + " is not String; set cachier.codec=java"));
      }
      return new BoundCodec() {
        @Override
        public byte[] encode(Object value) {
          return ((String) value).getBytes(UTF_8);
        }

        @Override
        public Object decode(byte[] bytes, int offset, int length) {
          return new String(bytes, offset, length, UTF_8);
        }

        @Override
        public long fingerprint() {
          return 1;
        }
      };
    }
  }

  // end docs/codecs.md

  @Test
  void textCodec_textAndNumber_isUsedAndRefused(@TempDir Path directory) {
    AtomicInteger runs = new AtomicInteger();
    for (int process = 0; process < 2; process++) {
      try (Cachier cachier =
          Cachier.builder()
              .codec(new TextCodec())
              .setting("file.directory", directory.toString())
              .build()) {
        CachedFunction<String, String> shout =
            cachier
                .function(
                    "shout",
                    String.class,
                    String.class,
                    text -> text + "!" + runs.incrementAndGet())
                .build();
        assertThat(shout.apply("hey")).isEqualTo("hey!1");
        assertThatThrownBy(
                () -> cachier.function("n", String.class, Integer.class, String::length).build())
            .isInstanceOf(ConfigurationException.class)
            .hasMessageContaining("is not String");
      }
    }
  }
}

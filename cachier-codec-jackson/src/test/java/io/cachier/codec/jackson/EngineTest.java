package io.cachier.codec.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.CachierBuilder;
import io.cachier.ConfigurationException;
import io.cachier.MetricsPolicy;
import io.cachier.metrics.CacheCounter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The module on the class path: its codec writes, and older entries are read on. */
class EngineTest {
  @TempDir Path directory = Path.of("");

  /** Not Serializable: the java codec could not carry it. */
  record Forecast(String city, Optional<Integer> degrees) {}

  private CachierBuilder files() {
    return Cachier.builder().backend("file").setting("file.directory", directory.toString());
  }

  private static CachedFunction<String, String> text(Cachier cachier, String suffix) {
    return cachier
        .function("text", String.class, String.class, x -> x + " by " + suffix)
        .metrics(MetricsPolicy.on())
        .build();
  }

  private List<byte[]> stored() {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).map(EngineTest::bytes).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean contains(byte[] bytes, String part) {
    return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).contains(part);
  }

  @Test
  void codec_moduleOnTheClassPath_writesByDefault() {
    try (Cachier cachier = files().build()) {
      assertThat(cachier.describe()).contains("writing codec: jackson");
      CachedFunction<String, Forecast> forecasts =
          cachier
              .function("f", String.class, Forecast.class, x -> new Forecast(x, Optional.of(7)))
              .build();
      Forecast first = forecasts.apply("Bern");

      assertThat(forecasts.apply("Bern")).isEqualTo(first).isNotSameAs(first);
      assertThat(stored()).anyMatch(each -> contains(each, "{\"city\":\"Bern\",\"degrees\":7}"));
    }
  }

  @Test
  void codec_changedBackAndForth_readsWhatTheOtherWrote() {
    try (Cachier cachier = files().setting("codec", "java").build()) {
      assertThat(text(cachier, "java").apply("a")).isEqualTo("a by java");
    }
    try (Cachier cachier = files().build()) {
      CachedFunction<String, String> json = text(cachier, "json");
      assertThat(json.apply("a")).isEqualTo("a by java");
      assertThat(json.apply("b")).isEqualTo("b by json");
    }
    try (Cachier cachier = files().setting("jackson.format", "smile").build()) {
      CachedFunction<String, String> smile = text(cachier, "smile");
      assertThat(smile.apply("a")).isEqualTo("a by java");
      assertThat(smile.apply("b")).isEqualTo("b by json");
      assertThat(smile.apply("c")).isEqualTo("c by smile");
    }
    try (Cachier cachier = files().setting("codec", "java").build()) {
      CachedFunction<String, String> java = text(cachier, "nobody");
      assertThat(java.apply("a")).isEqualTo("a by java");
      assertThat(java.apply("b")).isEqualTo("b by json");
      assertThat(java.apply("c")).isEqualTo("c by smile");
      assertThat(java.metrics().cumulative().counter(CacheCounter.UNREADABLE)).isZero();
    }
  }

  record Counted(int number) {}

  /** Stands for an older form of the class, in which the number was a text. */
  private static ObjectMapper withTexts() {
    return new ObjectMapper()
        .registerModule(
            new SimpleModule().addSerializer(int.class, new ToStringSerializer(int.class)));
  }

  private static CachedFunction<String, Counted> counted(Cachier cachier, int number) {
    return cachier
        .function("counted", String.class, Counted.class, x -> new Counted(number))
        .metrics(MetricsPolicy.on())
        .build();
  }

  @Test
  void codec_classChangedShape_isACountedMissAndIsReplaced() {
    try (Cachier cachier = files().codec(new JacksonCodec(withTexts())).build()) {
      assertThat(counted(cachier, 1).apply("a")).isEqualTo(new Counted(1));
      assertThat(stored()).anyMatch(each -> contains(each, "{\"number\":\"1\"}"));
    }
    try (Cachier cachier = files().build()) {
      CachedFunction<String, Counted> changed = counted(cachier, 2);
      assertThat(changed.apply("a")).isEqualTo(new Counted(2));
      assertThat(changed.apply("a")).isEqualTo(new Counted(2));
      assertThat(changed.metrics().cumulative().counter(CacheCounter.UNREADABLE)).isEqualTo(1);
      assertThat(changed.metrics().cumulative().hits()).isEqualTo(1);
    }
  }

  @Test
  void codec_ownMapper_takesThePlaceOfTheFoundOne() {
    try (Cachier cachier = files().codec(new JacksonCodec(new ObjectMapper())).build()) {
      assertThat(cachier.describe()).contains("writing codec: jackson");
      assertThat(text(cachier, "own").apply("a")).isEqualTo("a by own");
    }
  }

  @Test
  void build_typeThatMayBeAnything_isRefusedWithTheFunction() {
    try (Cachier cachier = files().build()) {
      assertThatThrownBy(() -> cachier.function("f", String.class, Object.class, x -> x).build())
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("function 'f'")
          .hasMessageContaining("may be of any class");
    }
  }

  @Test
  void build_badFormatOrUnknownSetting_isRefused() {
    assertThatThrownBy(() -> files().setting("jackson.fromat", "json").build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("did you mean cachier.jackson.format?");
    try (Cachier cachier = files().setting("jackson.format", "xml").build()) {
      assertThatThrownBy(() -> text(cachier, "x"))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("jackson.format")
          .hasMessageContaining("'xml'");
    }
  }
}

package io.cachier.exporter.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
  @ParameterizedTest
  @CsvSource({
    "call_duration, CallDuration",
    "calls, Calls",
    "io, Io",
    "error.type-of x, ErrorTypeOfX",
    "alreadyCamel, AlreadyCamel",
    "p99_9, P999",
    "__a__, A",
    "'', ''",
    "'_:', ''"
  })
  void camelCase_words_areJoined(String words, String joined) {
    assertThat(Words.camelCase(words)).isEqualTo(joined);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "orders.find", "a:b|c@d#e", " blank inside ", "~", "{\"x\"=\\}"})
  void accepted_textThatCloudWatchTakes_isLeftAlone(String text) {
    assertThat(Words.accepted(text, 255)).isEqualTo(text);
  }

  @Test
  void accepted_odd_isCleanedWithAHashOfItsOwn() {
    assertThat(Words.accepted("tck.\u00e4\u65e5\ud83d\ude00", 255))
        .matches("tck\\.___-[0-9a-f]{16}");
    assertThat(Words.accepted(":colon", 255)).matches("_colon-[0-9a-f]{16}");
    assertThat(Words.accepted("tab\there", 255)).matches("tab_here-[0-9a-f]{16}");
    assertThat(Words.accepted("", 255)).matches("_-[0-9a-f]{16}");
    assertThat(Words.accepted("  \t", 255)).matches("  _-[0-9a-f]{16}");
    assertThat(Words.accepted("   ", 255)).matches("_-[0-9a-f]{16}");
  }

  @Test
  void accepted_tooLong_isCutWithAHashOfItsOwn() {
    String one = "x".repeat(300) + "1";
    String other = "x".repeat(300) + "2";

    assertThat(Words.accepted(one, 255)).hasSize(255).startsWith("x".repeat(238) + "-");
    assertThat(Words.accepted(one, 255)).isNotEqualTo(Words.accepted(other, 255));
    assertThat(Words.accepted("x".repeat(255), 255)).isEqualTo("x".repeat(255));
  }

  @Test
  void accepted_differentTexts_stayDifferent() {
    List<String> odd =
        List.of("f\u00e4", "f\u00f6", "f\u65e5", "f_", "", " ", "  ", ":", "_", "\n");

    assertThat(odd.stream().map(text -> Words.accepted(text, 255))).doesNotHaveDuplicates();
  }

  /** The vectors of FNV-1a's authors; over ASCII its bytes are our characters. */
  @Test
  void hash_knownText_isFnv1a() {
    assertThat(Words.hash("")).isEqualTo("cbf29ce484222325");
    assertThat(Words.hash("a")).isEqualTo("af63dc4c8601ec8c");
    assertThat(Words.hash("foobar")).isEqualTo("85944171f73967e8");
  }
}

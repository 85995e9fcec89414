package io.cachier.exporter.statsd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameTableTest {
  private final TestLog log = new TestLog();
  private final NameTable table = new NameTable(log.limited(() -> 0), "process");

  @ParameterizedTest
  @ValueSource(strings = {"forecast", "Weather-1", "_", "1", "a_b"})
  void word_aWordAlready_isKept(String text) {
    assertThat(table.word(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "weather.forecast, weather_forecast",
    "a:b|c@d#e, a_b_c_d_e",
    "a/b\\c, a_b_c",
    "'a b\tc\nd', a_b_c_d",
    "'{a=b,c;d}', _a_b_c_d_",
    "%s%n, _s_n",
    "'a\u0000b\u007f', a_b_",
    "'\u00e4\u65e5', __",
    "'\ud83d\ude00', _",
    "'', _",
  })
  void word_oddCharacters_becomeUnderscores(String text, String word) {
    assertThat(table.word(text)).isEqualTo(word);
  }

  @Test
  void word_twoTextsOfOneWord_areToldApart() {
    assertThat(table.word("a.b")).isEqualTo("a_b");

    String other = table.word("a:b");
    assertThat(other).matches("a_b_[0-9a-f]{8}");

    assertThat(table.word("a.b"))
        .as("which came first must not matter, since after a restart it may come last")
        .matches("a_b_[0-9a-f]{8}")
        .isNotEqualTo(other);
    assertThat(table.word("a_b")).as("a word keeps itself").isEqualTo("a_b");
  }

  @Test
  void word_inAnyOrder_isTheSame() {
    NameTable reversed = new NameTable(log.limited(() -> 0), "process");
    String[] texts = {"a.b", "a_b", "a b", "a\u00e4b", "process", "x"};
    for (int i = 0; i < texts.length; i++) {
      table.word(texts[i]);
      reversed.word(texts[texts.length - 1 - i]);
    }
    for (String text : texts) {
      assertThat(table.word(text)).isEqualTo(reversed.word(text));
    }
  }

  @Test
  void word_hash_isTheSameInEveryProcess() {
    table.word("a_b");

    // zlib.crc32("a.b".encode("utf-16-be")), as others compute it.
    assertThat(table.word("a.b")).isEqualTo("a_b_84ff94c0");
  }

  @Test
  void word_halvesOfSurrogatePairs_areToldApart() {
    table.word("\ud83d");
    assertThat(table.word("\ud83e")).matches("__[0-9a-f]{8}").isNotEqualTo(table.word("\ud83d"));
  }

  @Test
  void word_reserved_getsAHash() {
    assertThat(table.word("process")).matches("process_[0-9a-f]{8}");
    assertThat(TestLog.names().word("process")).isEqualTo("process");
  }

  @Test
  void word_looksAsIfHashed_getsAHashOfItsOwn() {
    table.word("a_b");
    String hashed = table.word("a.b");

    assertThat(table.word(hashed)).startsWith(hashed + "_").isNotEqualTo(hashed);
  }

  @Test
  void word_overlong_isCutAndHashed() {
    assertThat(table.word("x".repeat(200))).hasSize(200);

    String one = table.word("x".repeat(201));
    assertThat(one).matches("x{200}_[0-9a-f]{8}");
    assertThat(table.word("x".repeat(202))).isNotEqualTo(one);
  }

  @Test
  void word_manyTexts_neverShareOne() {
    Random random = new Random(42);
    String alphabet = "ab._:\u00e4\u00f6\u65e5 /";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(6); length >= 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      table.word(text.toString());
    }
    random = new Random(42);
    Map<String, String> textOf = new TreeMap<>();
    Map<String, String> seen = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(6); length >= 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      seen.put(text.toString(), table.word(text.toString()));
    }
    seen.forEach(
        (text, word) -> {
          assertThat(word).matches("[A-Za-z0-9_-]+");
          assertThat(textOf.put(word, text)).as("%s for '%s'", word, text).isNull();
        });
  }

  @Test
  void word_shared_isToldOnce() {
    table.word("a.b");
    assertThat(log.messages()).isEmpty();

    table.word("a_b");
    table.word("a b");
    assertThat(log.messages())
        .containsExactly(
            "WARNING Several names become 'a_b' in StatsD; a hash will tell them apart");
  }
}

package io.cachier.backend.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.spi.EntryKey;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What keys look like, and what is told apart. */
class KeysTest {
  private static final FunctionSpace SPACE = new FunctionSpace("cachier", "a b:\u00e4{*");

  @Test
  void key_anyFunction_isAsDocumented() {
    EntryKey key = Stages.key("a b:\u00e4{*", 0xabc);
    String text = new String(SPACE.key(key), US_ASCII);
    assertThat(text).isEqualTo("cachier:a%20b%3a%c3%a4%7b%2a:{" + "0".repeat(61) + "abc}");
    assertThat(SPACE.entry(SPACE.key(key))).isEqualTo(key);
    assertThat(SPACE).hasToString("cachier:a%20b%3a%c3%a4%7b%2a:{*}");
  }

  @Test
  void entry_anythingElse_isNone() {
    String beginning = "cachier:a%20b%3a%c3%a4%7b%2a:{";
    Stream.of(
            beginning + "0".repeat(63) + "}",
            beginning + "x".repeat(64) + "}",
            beginning + "0".repeat(64) + "]",
            "other__:a%20b%3a%c3%a4%7b%2a:{" + "0".repeat(64) + "}",
            "")
        .forEach(key -> assertThat(SPACE.entry(key.getBytes(US_ASCII))).as(key).isNull());
  }

  @Test
  void add_manyDigests_tellsWhichWereMet() {
    DigestSet met = new DigestSet();
    for (int i = 0; i < 10_000; i++) {
      assertThat(met.add(Stages.key("f", i))).isTrue();
    }
    for (int i = 0; i < 10_000; i++) {
      assertThat(met.add(Stages.key("f", i))).isFalse();
    }
  }

  @Test
  void next_many_areAboveZeroAndDifferent() {
    UniqueNumbers numbers = new UniqueNumbers();
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      long number = numbers.next();
      assertThat(number).isPositive();
      assertThat(seen.add(number)).isTrue();
    }
  }

  @Test
  void record_shorterThanItsKindOrStrange_isNotOurs() {
    assertThat(RecordFormat.isOurs("C1c0".getBytes(US_ASCII))).isFalse();
    assertThat(RecordFormat.isOurs(("C1v0" + "x".repeat(30)).getBytes(US_ASCII))).isFalse();
    assertThat(RecordFormat.isOurs("x".repeat(60).getBytes(US_ASCII))).isFalse();
    assertThat(RecordFormat.isOurs(("C1c0" + "x".repeat(30)).getBytes(US_ASCII))).isTrue();
  }
}

package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.core.key.Arguments;
import io.cachier.core.key.LiveKeys;
import io.cachier.core.key.NoArgument;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** C87 and C88: readable keys, and their place in a payload. */
class KeyTextTest {
  private static final byte[] ENVELOPE = {1, 2, 3};

  @Test
  void of_everyShapeOfKey_isReadable() {
    assertThat(KeyText.of("Paris")).isEqualTo("Paris");
    assertThat(KeyText.of(null)).isEqualTo("null");
    assertThat(KeyText.of(List.of(1, 2))).isEqualTo("[1, 2]");
    assertThat(KeyText.of(new int[][] {{1}, {2, 3}})).isEqualTo("[[1], [2, 3]]");
    assertThat(KeyText.of(new Arguments("Paris", new int[] {1}))).isEqualTo("Paris, [1]");
    assertThat(KeyText.of(NoArgument.INSTANCE)).isEqualTo("()");
  }

  @Test
  void of_liveKey_readsLikeItsArgument() {
    assertThat(KeyText.of(LiveKeys.of(null))).isEqualTo("null");
    assertThat(KeyText.of(LiveKeys.of(new String[] {"a", "b"}))).isEqualTo("[a, b]");
    assertThat(KeyText.of(LiveKeys.of("x", new int[] {1}))).isEqualTo("x, [1]");
  }

  @Test
  void of_longOrOddText_isCutAndTamed() {
    assertThat(KeyText.of("x".repeat(200))).isEqualTo("x".repeat(200));
    assertThat(KeyText.of("x".repeat(201))).isEqualTo("x".repeat(199) + "\u2026");
    assertThat(KeyText.of("\ud83d\ude00".repeat(201)))
        .isEqualTo("\ud83d\ude00".repeat(199) + "\u2026");
    assertThat(KeyText.of("a\nb\u001b[2J")).isEqualTo("a?b?[2J");
  }

  @Test
  void of_toStringFails_isAQuestionMark() {
    Object failing =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("secret");
          }
        };

    assertThat(KeyText.of(failing)).isEqualTo("?");
    assertThat(KeyText.of(new Object[] {failing})).isEqualTo("?");
  }

  @Test
  void label_beforeAnEnvelope_isReadBack() {
    byte[] payload = KeyLabel.before(ENVELOPE, "Zürich");

    assertThat(KeyLabel.text(payload)).contains("Zürich");
    assertThat(KeyLabel.without(payload)).isEqualTo(ENVELOPE);
    assertThat(KeyLabel.text(KeyLabel.before(ENVELOPE, ""))).contains("");
  }

  @Test
  void label_none_isThePayloadItself() {
    byte[] bytes = "CAch and so on".getBytes(StandardCharsets.US_ASCII);

    assertThat(KeyLabel.without(bytes)).isSameAs(bytes);
    assertThat(KeyLabel.text(bytes)).isEmpty();
    assertThat(KeyLabel.text(new byte[0])).isEmpty();
  }

  @Test
  void label_cutOffAnywhere_isNeverReadBeyondItsEnd() {
    byte[] payload = KeyLabel.before(new byte[0], "abc");

    for (int length = 0; length < payload.length; length++) {
      byte[] cut = Arrays.copyOf(payload, length);
      assertThat(KeyLabel.text(cut)).isEmpty();
      assertThat(KeyLabel.without(cut)).isSameAs(cut);
    }
  }

  @Test
  void label_ofAnybody_isTamedWhenRead() {
    byte[] payload = KeyLabel.before(ENVELOPE, "a\n" + "x".repeat(500));

    assertThat(KeyLabel.text(payload).orElseThrow()).hasSize(200).startsWith("a?x");
  }
}

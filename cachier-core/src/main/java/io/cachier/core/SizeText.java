package io.cachier.core;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 10MB}, {@code 512 KiB}, {@code 1.5GB}, or plain bytes. */
final class SizeText {
  static final String ALLOWED =
      "it must be a size of at least 1 byte: a number and B, kB, MB, GB (powers of 1000) or KiB, MiB,"
          + " GiB (powers of 1024), such as 10MB";

  private static final Pattern SIZE = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)\\s*([a-z]*)");
  private static final Map<String, Long> UNIT_BYTES =
      Map.of(
          "", 1L,
          "b", 1L,
          "kb", 1_000L,
          "mb", 1_000_000L,
          "gb", 1_000_000_000L,
          "kib", 1L << 10,
          "mib", 1L << 20,
          "gib", 1L << 30);

  private SizeText() {}

  /** Parses a size; a fraction of a byte is cut off. */
  static OptionalLong parse(String text) {
    Matcher matcher = SIZE.matcher(text.trim().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    Long unit = UNIT_BYTES.get(matcher.group(2));
    if (unit == null) {
      return OptionalLong.empty();
    }
    try {
      long bytes =
          new BigDecimal(matcher.group(1))
              .multiply(BigDecimal.valueOf(unit))
              .setScale(0, RoundingMode.DOWN)
              .longValueExact();
      return bytes < 1 ? OptionalLong.empty() : OptionalLong.of(bytes);
    } catch (ArithmeticException e) {
      return OptionalLong.empty();
    }
  }
}

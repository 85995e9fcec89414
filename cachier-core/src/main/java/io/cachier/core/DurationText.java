package io.cachier.core;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 10m}, {@code 1.5 h}, {@code 500ms}, or ISO-8601. */
final class DurationText {
  static final String ALLOWED =
      "it must be a duration: a number and ns, us, ms, s, m, h or d, such as 10m, or ISO-8601 such as"
          + " PT10M";

  private static final Pattern SHORT = Pattern.compile("(-?\\d{1,18}(?:\\.\\d{1,9})?)\\s*([a-z]+)");
  private static final Map<String, Long> UNIT_NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L,
          "d", 86_400_000_000_000L);

  private DurationText() {}

  static Optional<Duration> parse(String text) {
    String trimmed = text.trim();
    Matcher matcher = SHORT.matcher(trimmed.toLowerCase(Locale.ROOT));
    try {
      if (!matcher.matches()) {
        return Optional.of(Duration.parse(trimmed));
      }
      Long unit = UNIT_NANOS.get(matcher.group(2));
      if (unit == null) {
        return Optional.empty();
      }
      BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
      return Optional.of(Duration.ofNanos(nanos.longValueExact()));
    } catch (DateTimeParseException | ArithmeticException e) {
      return Optional.empty();
    }
  }
}

package io.cachier.exporter.cloudwatch;

import java.util.HexFormat;

/** Names and values as CloudWatch takes them: printable ASCII, not empty, of bounded length. */
final class Words {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Words() {}

  /**
   * Joins words in CloudWatch's own manner.
   *
   * @param name words of letters and digits, separated by anything else
   * @return for example {@code CallDuration} for {@code call_duration}; may be empty
   */
  static String camelCase(String name) {
    StringBuilder joined = new StringBuilder(name.length());
    boolean begins = true;
    for (int i = 0; i < name.length(); i++) {
      char character = name.charAt(i);
      if (Character.isLetterOrDigit(character)) {
        joined.append(begins ? Character.toUpperCase(character) : character);
      }
      begins = !Character.isLetterOrDigit(character);
    }
    return joined.toString();
  }

  /**
   * The text itself where CloudWatch takes it; else what it takes, with a hash of the text at the
   * end, so that two texts that look the same once cleaned are still two.
   *
   * @param text anything
   * @param most the most characters allowed
   * @return 1 to {@code most} printable ASCII characters, not all of them blanks, that don't begin
   *     with a colon
   */
  static String accepted(String text, int most) {
    if (isAccepted(text, most)) {
      return text;
    }
    String hash = "-" + hash(text);
    StringBuilder cleaned = new StringBuilder();
    text.codePoints()
        .limit(most - hash.length())
        .forEach(c -> cleaned.append(isPrintable(c) ? (char) c : '_'));
    if (cleaned.toString().isBlank()) {
      cleaned.setLength(0);
    }
    if (cleaned.length() == 0 || cleaned.charAt(0) == ':') {
      cleaned.replace(0, Math.min(1, cleaned.length()), "_");
    }
    return cleaned.append(hash).toString();
  }

  static boolean isAccepted(String text, int most) {
    return text.length() <= most
        && !text.isBlank()
        && text.charAt(0) != ':'
        && text.chars().allMatch(Words::isPrintable);
  }

  /**
   * A short name for a text, the same in every process: FNV-1a, of 64 bits.
   *
   * @param text anything
   * @return 16 hexadecimal digits
   */
  static String hash(String text) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return HexFormat.of().toHexDigits(hash);
  }

  private static boolean isPrintable(int character) {
    return character >= ' ' && character <= '~';
  }
}

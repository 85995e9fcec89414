package io.cachier.exporter.statsd;

import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Turns texts into single words of a StatsD name, so that two texts never share a word.
 *
 * <p>Only ASCII letters, digits, {@code _} and {@code -} stay; StatsD servers drop or misread the
 * rest. What became the same word by that is told apart by a hash of the text, and only then, so
 * most names stay readable. Which word a text gets depends on the set of texts alone, not on their
 * order, so it is the same after a restart; a text that is a word already keeps it. Words that look
 * as if they had such a hash always get one of their own, and so do reserved and overlong ones.
 * Thread-safe.
 */
final class NameTable {
  private static final int LONGEST = 200;
  private static final String PLAIN =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  private static final Pattern HASHED = Pattern.compile(".*_[0-9a-f]{8}");

  private final RateLimitedLog log;
  private final Set<String> reserved;
  private final Map<String, String> wordOf = new HashMap<>();
  private final Map<String, String> firstText = new HashMap<>();
  private final Set<String> shared = new HashSet<>();

  /**
   * A table without texts.
   *
   * @param log is told when texts get a hash because they would share a word
   * @param reserved words that no text gets
   */
  NameTable(RateLimitedLog log, String... reserved) {
    this.log = log;
    this.reserved = Set.of(reserved);
  }

  /**
   * The word of a text, which the table remembers.
   *
   * @param text any text
   * @return its word; another one than before, if by now the table holds a text of the same word
   */
  synchronized String word(String text) {
    String word = wordOf.get(text);
    if (word == null) {
      String cleaned = clean(text);
      String first = firstText.putIfAbsent(cleaned, text);
      if (first != null && shared.add(cleaned)) {
        wordOf.remove(first);
        log.warn(
            () -> "Several names become '" + cleaned + "' in StatsD; a hash will tell them apart");
      }
      word = choose(text, cleaned);
      wordOf.put(text, word);
    }
    return word;
  }

  private String choose(String text, String cleaned) {
    boolean keeps = cleaned.equals(text) || !shared.contains(cleaned);
    return keeps
            && cleaned.length() <= LONGEST
            && !reserved.contains(cleaned)
            && !HASHED.matcher(cleaned).matches()
        ? cleaned
        : cleaned.substring(0, Math.min(cleaned.length(), LONGEST)) + "_" + hash(text);
  }

  private static String clean(String text) {
    StringBuilder word = new StringBuilder(text.length());
    text.codePoints().forEach(c -> word.append(isPlain(c) ? (char) c : '_'));
    return word.isEmpty() ? "_" : word.toString();
  }

  private static boolean isPlain(int c) {
    return PLAIN.indexOf(c) >= 0;
  }

  /** Eight digits that are the same in every process: CRC-32 of the text in UTF-16. */
  private static String hash(String text) {
    CRC32 checksum = new CRC32();
    // Not by getBytes, to which all halves of a surrogate pair are one.
    text.chars()
        .forEach(
            c -> {
              checksum.update(c >> Byte.SIZE);
              checksum.update(c);
            });
    return HexFormat.of().toHexDigits((int) checksum.getValue());
  }
}

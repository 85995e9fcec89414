package io.cachier.core;

import io.cachier.core.key.ArgumentList;
import io.cachier.core.key.Arguments;
import io.cachier.core.key.NoArgument;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The readable form of a key, for people who inspect a cache that keeps its keys. Never logged. */
final class KeyText {
  static final int LONGEST = 200;

  private KeyText() {}

  /** The text of an argument, a live key, or what {@code keyedBy} made. */
  static String of(@Nullable Object key) {
    try {
      return shown(text(key));
    } catch (RuntimeException | StackOverflowError e) {
      // The user's own toString failed: an entry without a name is still an entry.
      return "?";
    }
  }

  private static String text(@Nullable Object key) {
    if (key instanceof Arguments two) {
      return text(two.first()) + ", " + text(two.second());
    }
    if (key instanceof ArgumentList list) {
      return list.elements().stream().map(KeyText::text).collect(Collectors.joining(", "));
    }
    if (key instanceof NoArgument) {
      return "()";
    }
    if (key != null && key.getClass().isArray()) {
      String boxed = Arrays.deepToString(new Object[] {key});
      return boxed.substring(1, boxed.length() - 1);
    }
    return String.valueOf(key);
  }

  /** Fit for one line of a terminal: not too long, and nothing that would control it. */
  static String shown(String text) {
    String one =
        text.codePoints()
            .limit(LONGEST)
            .map(c -> Character.isISOControl(c) ? '?' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return text.codePointCount(0, text.length()) > LONGEST
        ? one.substring(0, one.offsetByCodePoints(0, LONGEST - 1)) + "\u2026"
        : one;
  }
}

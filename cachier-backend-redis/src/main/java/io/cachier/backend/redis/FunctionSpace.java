package io.cachier.backend.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.cachier.spi.EntryKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one function: {@code prefix:function:{digest}}. Only the digest is in braces, so that
 * on a Cluster one function's entries spread over all slots. What is not a letter, a digit, a dot,
 * a hyphen or an underscore in the function's name is written as {@code %xx}, so that no name ends
 * early, and none is a pattern.
 */
final class FunctionSpace {
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(US_ASCII);
  private static final int HEX_CHARS = 2 * EntryKey.DIGEST_BYTES;

  private final String function;
  private final byte[] beginning;
  private final byte[] pattern;
  private final byte[] census;
  private final byte[] changes;

  FunctionSpace(String prefix, String function) {
    this.function = function;
    String name = escaped(function);
    beginning = (prefix + ":" + name + ":{").getBytes(US_ASCII);
    pattern = (prefix + ":" + name + ":{*}").getBytes(US_ASCII);
    // No function's name is empty, so this is no function's key.
    census = (prefix + "::census:" + name).getBytes(US_ASCII);
    changes = (prefix + "::changes:" + name).getBytes(US_ASCII);
  }

  private static String escaped(String function) {
    StringBuilder text = new StringBuilder();
    for (byte b : function.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      if (isBetween(c, 'a', 'z') || isBetween(c, 'A', 'Z') || isBetween(c, '0', '9') || isMark(c)) {
        text.append(c);
      } else {
        text.append(String.format(Locale.ROOT, "%%%02x", (int) c));
      }
    }
    return text.toString();
  }

  private static boolean isBetween(char c, char first, char last) {
    return c >= first && c <= last;
  }

  private static boolean isMark(char c) {
    return c == '.' || c == '-' || c == '_';
  }

  /** The key of an entry, which is also the channel that tells of it. */
  byte[] key(EntryKey entry) {
    byte[] digest = entry.digest();
    byte[] key = Arrays.copyOf(beginning, beginning.length + HEX_CHARS + 1);
    int at = beginning.length;
    for (byte b : digest) {
      key[at++] = DIGITS[b >> 4 & 0xf];
      key[at++] = DIGITS[b & 0xf];
    }
    key[at] = '}';
    return key;
  }

  /** What SCAN is to match. */
  byte[] pattern() {
    return pattern.clone();
  }

  /** Where the last counting of this function is kept. */
  byte[] census() {
    return census.clone();
  }

  /** The channel that tells of every change of an entry. */
  byte[] changes() {
    return changes.clone();
  }

  /** The entries whose digests a message on that channel holds, in hexadecimal digits. */
  List<EntryKey> entries(byte[] digests) {
    List<EntryKey> keys = new ArrayList<>();
    for (int at = 0; at + HEX_CHARS <= digests.length; at += HEX_CHARS) {
      String hex = new String(digests, at, HEX_CHARS, US_ASCII);
      try {
        keys.add(new EntryKey(function, HexFormat.of().parseHex(hex)));
      } catch (IllegalArgumentException notHex) {
        // Somebody else's message.
      }
    }
    return keys;
  }

  /** Which entry a key is of, or null if it is none. */
  @Nullable EntryKey entry(byte[] key) {
    int at = beginning.length;
    if (key.length != at + HEX_CHARS + 1
        || !Arrays.equals(key, 0, at, beginning, 0, at)
        || key[key.length - 1] != '}') {
      return null;
    }
    try {
      String hex = new String(key, at, HEX_CHARS, US_ASCII);
      return new EntryKey(function, HexFormat.of().parseHex(hex));
    } catch (IllegalArgumentException notHex) {
      return null;
    }
  }

  @Override
  public String toString() {
    return new String(pattern, US_ASCII);
  }
}

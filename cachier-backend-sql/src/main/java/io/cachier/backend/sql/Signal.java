package io.cachier.backend.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cachier.spi.EntryKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a message says: that the claim on a key has ended, or those on all keys of a function; on
 * the channel of changes, that an entry has changed, or any entries of a function. The name of the
 * function is hashed, since a message has little room and is read by others too.
 *
 * @param text the hash of the function, then the digest, if it is about one key
 */
record Signal(String text) {
  private static final int HASH_BYTES = 8;
  static final int HASH_DIGITS = 2 * HASH_BYTES;

  static Signal of(EntryKey key) {
    return new Signal(hash(key.function()) + key.hex());
  }

  static Signal of(String function) {
    return new Signal(hash(function));
  }

  boolean isFor(EntryKey key) {
    return text.startsWith(hash(key.function()))
        && (text.length() == HASH_DIGITS || text.endsWith(key.hex()));
  }

  /** Where the messages about a table are sent: its name would have to be quoted. */
  static String channel(String table) {
    return "cachier_" + hash(table);
  }

  private static String hash(String name) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(hash, HASH_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

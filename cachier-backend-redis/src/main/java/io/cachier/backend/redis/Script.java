package io.cachier.backend.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** The scripts, each {@code record.lua} and a file of its own name. */
enum Script {
  CLAIM,
  RENEW,
  RELEASE,
  STORE,
  AWAIT,
  REMOVE,
  UNCLAIM,
  EXPIRE;

  @SuppressWarnings("ImmutableEnumChecker") // handed out in copies only
  private final byte[] body;

  @SuppressWarnings("ImmutableEnumChecker")
  private final byte[] sha;

  Script() {
    String text = text("record") + text(name().toLowerCase(Locale.ROOT));
    body = text.getBytes(UTF_8);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(body);
      sha = HexFormat.of().formatHex(digest).getBytes(US_ASCII);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  /** Reads all scripts, if that was not done yet: loading this class does. */
  static void load() {}

  private static String text(String name) {
    try (InputStream in = Script.class.getResourceAsStream(name + ".lua")) {
      if (in == null) {
        throw new IllegalStateException(name + ".lua is missing beside " + Script.class.getName());
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For EVAL. */
  byte[] body() {
    return body.clone();
  }

  /** For EVALSHA. */
  byte[] sha() {
    return sha.clone();
  }
}

package io.cachier.core.file;

import io.cachier.spi.EntryKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

final class Keys {
  private Keys() {}

  static EntryKey of(String function, int number) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      String text = function + ":" + number;
      return new EntryKey(function, sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }
}

package io.cachier.core.proxy;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** Methods as text: for people, and as the names under which entries are kept. */
final class Signatures {
  private static final int LONGEST_NAME = 200;
  private static final int DIGEST_BYTES = 8;

  private Signatures() {}

  /** For sentences: {@code forecast(String, LocalDate)}. */
  static String readable(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(Collectors.joining(", ", method.getName() + "(", ")"));
  }

  /**
   * The name of a method that was given none: {@code a.b.Weather.forecast(java.lang.String)}. The
   * erased types are what tells apart methods of one name, so two methods never share a name. It
   * may never change: a changed name is a lost cache.
   */
  static String derivedName(String prefix, Method method) {
    String full =
        Arrays.stream(method.getParameterTypes())
            .map(Class::getTypeName)
            .collect(Collectors.joining(",", prefix + "." + method.getName() + "(", ")"));
    if (full.length() <= LONGEST_NAME) {
      return full;
    }
    String digest = "~" + digest(full);
    return full.substring(0, LONGEST_NAME - digest.length()) + digest;
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java promises SHA-256, but this one lacks it", e);
    }
  }
}

package io.cachier.core;

import java.util.regex.Pattern;

/** Keeps secrets out of messages. */
final class Secrets {
  private static final Pattern SECRET_NAME =
      Pattern.compile(".*(password|secret|token|credential|uri|url).*", Pattern.CASE_INSENSITIVE);

  private Secrets() {}

  /** A setting's value as a message may show it. */
  static String shown(String name, String value) {
    return SECRET_NAME.matcher(name).matches() ? "***" : value;
  }
}

package io.cachier.backend.sql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must not be printed, and how to print what it may be in. */
final class Secrets {
  /** Parameters of a URL after {@code ?}, {@code &} or {@code ;}, by names of secrets. */
  private static final Pattern PARAMETER =
      Pattern.compile("(?i)[?&;]\\s*[\\w.]*(?:password|passwd|pwd|secret|token)[\\w.]*=([^&;]+)");

  /** What stands before the host: {@code //user:password@host}. */
  private static final Pattern USER_INFO = Pattern.compile("//([^/?;@]*)@");

  private static final String HIDDEN = "***";
  private static final int SHORT = 6;

  private final List<String> secrets = new ArrayList<>();
  private final String where;

  Secrets(String url, Optional<String> password) {
    password.filter(text -> !text.isEmpty()).ifPresent(secrets::add);
    Matcher parameters = PARAMETER.matcher(url);
    while (parameters.find()) {
      secrets.add(parameters.group(1));
    }
    Matcher user = USER_INFO.matcher(url);
    if (user.find()) {
      int colon = user.group(1).indexOf(':');
      if (colon >= 0 && colon + 1 < user.group(1).length()) {
        secrets.add(user.group(1).substring(colon + 1));
      }
    }
    // A secret may be a part of another.
    secrets.sort(Comparator.comparingInt(String::length).reversed());
    where = place(url);
  }

  /** The URL without its parameters and without who logs in. */
  String where() {
    return where;
  }

  private static String place(String url) {
    int end = url.length();
    for (char mark : new char[] {'?', ';'}) {
      int at = url.indexOf(mark);
      end = at < 0 ? end : Math.min(end, at);
    }
    return USER_INFO.matcher(url.substring(0, end)).replaceFirst("//");
  }

  boolean areIn(String text) {
    return !hidden(text).equals(text);
  }

  String hidden(String text) {
    String shown = text;
    for (String secret : secrets) {
      String quoted = Pattern.quote(secret);
      // A short one is a part of many words.
      String pattern =
          secret.length() < SHORT ? "(?<![A-Za-z0-9])" + quoted + "(?![A-Za-z0-9])" : quoted;
      shown = shown.replaceAll(pattern, Matcher.quoteReplacement(HIDDEN));
    }
    return shown;
  }
}

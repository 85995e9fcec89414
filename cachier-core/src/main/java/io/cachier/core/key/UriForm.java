package io.cachier.core.key;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A URI in the form in which two that are equal are the same text: {@link URI#equals} takes no
 * notice of upper and lower case in the scheme, the host and escaped octets.
 */
final class UriForm {
  private static final Pattern ESCAPED = Pattern.compile("%[0-9a-fA-F]{2}");

  private UriForm() {}

  static void put(URI uri, KeyBuffer out) {
    putPart(lower(uri.getScheme()), out);
    if (uri.isOpaque()) {
      out.putByte('o');
      putPart(escapes(uri.getRawSchemeSpecificPart()), out);
    } else if (uri.getHost() != null) {
      out.putByte('h');
      putPart(escapes(uri.getRawUserInfo()), out);
      putPart(lower(uri.getHost()), out);
      out.putInt(uri.getPort());
      putPath(uri, out);
    } else {
      out.putByte('a');
      putPart(escapes(uri.getRawAuthority()), out);
      putPath(uri, out);
    }
    putPart(escapes(uri.getRawFragment()), out);
  }

  private static void putPath(URI uri, KeyBuffer out) {
    putPart(escapes(uri.getRawPath()), out);
    putPart(escapes(uri.getRawQuery()), out);
  }

  private static void putPart(@Nullable String part, KeyBuffer out) {
    out.putByte(part == null ? 0 : 1);
    if (part != null) {
      out.putText(part);
    }
  }

  private static @Nullable String lower(@Nullable String part) {
    return part == null ? null : part.toLowerCase(Locale.ROOT);
  }

  private static @Nullable String escapes(@Nullable String part) {
    return part == null || part.indexOf('%') < 0
        ? part
        : ESCAPED.matcher(part).replaceAll(octet -> octet.group().toUpperCase(Locale.ROOT));
  }
}

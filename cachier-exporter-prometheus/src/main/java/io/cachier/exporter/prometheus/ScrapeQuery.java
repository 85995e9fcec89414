package io.cachier.exporter.prometheus;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code name[]=...}, by which a scraper asks for some metrics only. */
final class ScrapeQuery {
  private static final String NAME = "name[]";

  private ScrapeQuery() {}

  /**
   * The metrics asked for.
   *
   * @param query of a URI, so rightly escaped; null for none
   * @return empty if none is named, so all are meant
   */
  static List<String> names(@Nullable String query) {
    List<String> names = new ArrayList<>();
    for (String part : query == null ? new String[0] : query.split("&")) {
      int equals = part.indexOf('=');
      if (equals >= 0 && decoded(part.substring(0, equals)).equals(NAME)) {
        names.add(decoded(part.substring(equals + 1)));
      }
    }
    return names;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}

package io.cachier.examples;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The settings there are: in each module's main code the name of a setting stands as a literal, and
 * nothing else there looks like one.
 */
final class SettingNames {
  private static final String PREFIX = "cachier_";
  private static final Pattern LITERAL = Pattern.compile("\"([a-z][a-z0-9-]*(\\.[a-z0-9-]+)*)\"");
  private static final Pattern EXPORTER = Pattern.compile("exporter_[a-z]+_enabled");
  private static final Set<String> FORMS =
      Project.sources().stream()
          .filter(SettingNames::mayNameSettings)
          .flatMap(file -> LITERAL.matcher(Project.text(file)).results())
          .map(literal -> form(literal.group(1)))
          .collect(Collectors.toUnmodifiableSet());

  private SettingNames() {}

  /** Providers, exporters' options and codecs name the settings of their modules, core its own. */
  private static boolean mayNameSettings(String file) {
    return file.contains("/src/main/")
        && file.matches(".*(Provider|Options|Exporter|Codec|KnownSettings|Settings?)\\.java");
  }

  /** Whether a name with the prefix, in any of its forms, is a setting. */
  static boolean isKnown(String name) {
    String form = form(name);
    if (!form.startsWith(PREFIX)) {
      return false;
    }
    String bare = form.substring(PREFIX.length());
    return FORMS.contains(bare) || EXPORTER.matcher(bare).matches();
  }

  private static String form(String name) {
    return name.toLowerCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}

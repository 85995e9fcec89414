package io.cachier.core.file;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The user's cache directory, where the conventions of the operating system put it. */
final class DefaultDirectory {
  private DefaultDirectory() {}

  static Path ofThisMachine() {
    return of(
        System.getProperty("os.name", ""), System.getProperty("user.home", ""), System::getenv);
  }

  /**
   * Finds the folder.
   *
   * @param system the operating system's name
   * @param home the user's home folder
   * @param environment gives variables, or null
   */
  @SuppressWarnings("NullAway") // an operator on texts that may give null
  static Path of(String system, String home, UnaryOperator<@Nullable String> environment) {
    String lower = system.toLowerCase(Locale.ROOT);
    Path base;
    if (lower.startsWith("windows")) {
      base = absoluteOr(environment.apply("LOCALAPPDATA"), Path.of(home, "AppData", "Local"));
    } else if (lower.startsWith("mac")) {
      base = Path.of(home, "Library", "Caches");
    } else {
      base = absoluteOr(environment.apply("XDG_CACHE_HOME"), Path.of(home, ".cache"));
    }
    return base.resolve("cachier").toAbsolutePath();
  }

  /** The XDG specification has relative paths ignored. */
  private static Path absoluteOr(@Nullable String configured, Path otherwise) {
    if (configured == null || configured.isEmpty()) {
      return otherwise;
    }
    Path path = Path.of(configured);
    return path.isAbsolute() ? path : otherwise;
  }
}

package io.cachier.judges;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A judge: a program that no one here wrote. Where it is missing, what it judges is skipped by
 * name; with the system property {@code cachier.judges} or the environment variable {@code
 * CACHIER_JUDGES} set to {@code required}, that is a failure.
 */
enum Program {
  PROMETHEUS("prometheus", "the Debian package 'prometheus'", ""),
  PROMTOOL("promtool", "the Debian package 'prometheus'", ""),
  /** Another python3 may stand before the system's on the path, and lack its packages. */
  PYTHON("python3", "the Debian package 'python3-prometheus-client'", "prometheus_client");

  private final String command;
  private final String remedy;

  /** The module that the program must be able to import; empty: none. */
  private final String module;

  Program(String command, String remedy, String module) {
    this.command = command;
    this.remedy = remedy;
    this.module = module;
  }

  /** Where the program is; ends the test, by skipping it or failing, where it is nowhere. */
  Path required() {
    Optional<Path> found = places().filter(this::works).findFirst();
    if (found.isPresent()) {
      return found.get();
    }
    return missing(
        "no program '"
            + command
            + "'"
            + (module.isEmpty() ? "" : " that can import " + module)
            + " here; install "
            + remedy,
        areRequired());
  }

  /** Ends the test. */
  static Path missing(String message, boolean required) {
    return required
        ? Assertions.fail(message + " (judges are required)")
        : Assumptions.abort(message);
  }

  private static boolean areRequired() {
    String byProperty = System.getProperty("cachier.judges", System.getenv("CACHIER_JUDGES"));
    return "required".equals(byProperty);
  }

  private Stream<Path> places() {
    List<Path> folders = new ArrayList<>();
    folders.add(Path.of("/usr/bin"));
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      folders.add(Path.of(folder));
    }
    return folders.stream()
        .distinct()
        .map(folder -> folder.resolve(command))
        .filter(Files::isExecutable);
  }

  private boolean works(Path place) {
    return module.isEmpty() || Run.of(place, "-c", "import " + module).exit() == 0;
  }
}

package io.cachier.judges;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A judge: a program that no one here wrote. */
enum Program {
  PROMETHEUS("prometheus", "the Debian package 'prometheus'", ""),
  PROMTOOL("promtool", "the Debian package 'prometheus'", ""),
  /** Another python3 may stand before the system's on the path, and lack its packages. */
  PYTHON(
      "python3",
      "the Debian package 'python3-prometheus-client'",
      "prometheus_client.openmetrics.parser");

  private final String command;
  private final String remedy;

  /** The module that the program must be able to import; empty: none. */
  private final String module;

  Program(String command, String remedy, String module) {
    this.command = command;
    this.remedy = remedy;
    this.module = module;
  }

  /** Where the program is. */
  Optional<Path> find() {
    return places().filter(this::works).findFirst();
  }

  /** Where the program is, for those who know that it is there. */
  Path path() {
    return find().orElseThrow(() -> new AssertionError(absence()));
  }

  /** That it is missing, and what to do about it. */
  String absence() {
    return "no program '"
        + command
        + "'"
        + (module.isEmpty() ? "" : " that can import " + module)
        + " here; install "
        + remedy;
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

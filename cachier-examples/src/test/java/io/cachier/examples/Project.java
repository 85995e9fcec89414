package io.cachier.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files of this project, seen from its root. */
final class Project {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private Project() {}

  /** The pages that are meant for people, as paths from the root. */
  static List<String> pages() {
    List<String> pages = new ArrayList<>();
    for (String top : List.of("README.md", "SECURITY.md", "CONTRIBUTING.md")) {
      if (Files.exists(ROOT.resolve(top))) {
        pages.add(top);
      }
    }
    pages.addAll(files("docs", ".md"));
    return pages;
  }

  /** The modules that stand beside this one. */
  static List<String> modules() {
    try (Stream<Path> inside = Files.list(ROOT)) {
      return inside
          .filter(folder -> Files.exists(folder.resolve("pom.xml")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The Java files of all modules, tests included, as paths from the root. */
  static List<String> sources() {
    return modules().stream().flatMap(module -> files(module + "/src", ".java").stream()).toList();
  }

  private static List<String> files(String folder, String ending) {
    if (!Files.isDirectory(ROOT.resolve(folder))) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(ROOT.resolve(folder))) {
      return all.filter(file -> file.toString().endsWith(ending))
          .map(file -> ROOT.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean has(String path) {
    return Files.exists(ROOT.resolve(path));
  }

  static String text(String path) {
    try {
      return Files.readString(ROOT.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<DocBlock> blocks(String page) {
    return DocBlock.of(page, text(page).lines().toList());
  }

  /** All blocks of all pages in one of the languages. */
  static List<DocBlock> blocksIn(String... languages) {
    List<String> wanted = List.of(languages);
    return pages().stream()
        .flatMap(page -> blocks(page).stream())
        .filter(block -> wanted.contains(block.language()))
        .toList();
  }
}

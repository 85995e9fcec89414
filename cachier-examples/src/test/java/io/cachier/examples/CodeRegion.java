package io.cachier.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a source file that a page shows: what stands between a comment that begins with "begin"
 * and one that begins with "end", both followed by the page's path from the root.
 *
 * @param page the page
 * @param file the source file, as a path from the root
 * @param text the lines between the marks, without their common indentation
 */
record CodeRegion(String page, String file, String text) {
  private static final Pattern BEGIN = Pattern.compile(" *// begin (\\S+\\.md)");

  /** All regions of all sources. */
  static List<CodeRegion> all() {
    return Project.sources().stream().flatMap(file -> of(file).stream()).toList();
  }

  private static List<CodeRegion> of(String file) {
    List<String> lines = Project.text(file).lines().toList();
    List<CodeRegion> regions = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher begin = BEGIN.matcher(lines.get(i));
      if (begin.matches()) {
        String end = "// end " + begin.group(1);
        int last = i + 1;
        while (last < lines.size() && !lines.get(last).strip().equals(end)) {
          last++;
        }
        if (last == lines.size()) {
          throw new AssertionError(file + ":" + (i + 1) + ": no '" + end + "' follows");
        }
        String text = String.join("\n", lines.subList(i + 1, last)).stripTrailing().stripIndent();
        regions.add(new CodeRegion(begin.group(1), file, text));
        i = last;
      }
    }
    return regions;
  }

  /** Whether what is in the file is run by the build: a test, or an example that a test runs. */
  boolean runs() {
    return file.matches(".*/src/test/java/.*Test\\.java")
        || file.startsWith("cachier-examples/src/main/java/");
  }
}

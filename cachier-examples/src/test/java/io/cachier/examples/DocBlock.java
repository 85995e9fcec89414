package io.cachier.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fenced block of a page.
 *
 * @param page the page, as a path from the root of the project
 * @param line the line of the page on which the block begins
 * @param language what stands behind the fence; empty if nothing does
 * @param source the file that the block was taken from, if a comment before it says so: {@code <!--
 *     from: path -->}
 * @param text the lines inside, without the fence's own indentation
 */
record DocBlock(String page, int line, String language, Optional<String> source, String text) {
  private static final Pattern FENCE = Pattern.compile("( *)```(\\S*)");
  private static final Pattern SOURCE = Pattern.compile(" *<!-- from: (\\S+) -->");

  /** All blocks of a page, in their order. */
  static List<DocBlock> of(String page, List<String> lines) {
    List<DocBlock> blocks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher fence = FENCE.matcher(lines.get(i));
      if (fence.matches()) {
        int end = i + 1;
        String close = fence.group(1) + "```";
        while (end < lines.size() && !lines.get(end).equals(close)) {
          end++;
        }
        if (end == lines.size()) {
          throw new AssertionError(page + ":" + (i + 1) + ": the block has no end");
        }
        String text = String.join("\n", lines.subList(i + 1, end)).stripIndent();
        Matcher source = SOURCE.matcher(i == 0 ? "" : lines.get(i - 1));
        Optional<String> from = source.matches() ? Optional.of(source.group(1)) : Optional.empty();
        blocks.add(new DocBlock(page, i + 1, fence.group(2), from, text));
        i = end;
      }
    }
    return blocks;
  }

  /** Where the block stands, for messages. */
  String place() {
    return page + ":" + line;
  }

  @Override
  public String toString() {
    return place() + "\n" + text;
  }
}

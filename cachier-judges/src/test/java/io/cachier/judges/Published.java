package io.cachier.judges;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code docs/observability} gives to users. */
final class Published {
  static final Path FOLDER = Path.of("..", "docs", "observability").toAbsolutePath().normalize();
  static final Path RECORDING_RULES = FOLDER.resolve("prometheus-recording-rules.yml");
  static final Path ALERTING_RULES = FOLDER.resolve("prometheus-alerting-rules.yml");
  static final List<Path> RULE_FILES = List.of(RECORDING_RULES, ALERTING_RULES);

  private static final Path DASHBOARD = FOLDER.resolve("grafana-dashboard.json");
  private static final Pattern LABEL_VALUES =
      Pattern.compile("label_values\\((?<selector>.*), (?<label>\\w+)\\)");

  private Published() {}

  /**
   * A question that the dashboard asks.
   *
   * @param where the panel, and the letter of the query
   * @param expression the query, with Grafana's variables in it
   */
  record Query(String where, String expression) {
    /** As Grafana would send it with everything chosen. */
    String filledIn(String range) {
      return fillIn(expression).replace("$__rate_interval", range);
    }
  }

  /**
   * A variable of the dashboard that is filled by a query.
   *
   * @param name its name
   * @param selector the series that have the label
   * @param label the label whose values it offers
   */
  record Variable(String name, String selector, String label) {
    String filledIn() {
      return fillIn(selector);
    }
  }

  private static String fillIn(String expression) {
    return expression.replaceAll("=~\"\\$(job|instance|function|backend)\"", "=~\".*\"");
  }

  static Document dashboard() {
    return Document.parse(read(DASHBOARD));
  }

  static List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    for (Document panel : dashboard().get("panels").list()) {
      for (Document target : panel.get("targets").list()) {
        queries.add(
            new Query(
                panel.get("title").text() + ", " + target.get("refId").text(),
                target.get("expr").text()));
      }
    }
    return queries;
  }

  static List<Variable> variables() {
    List<Variable> variables = new ArrayList<>();
    for (Document variable : dashboard().get("templating").get("list").list()) {
      if (variable.get("type").text().equals("query")) {
        String query = variable.get("query").get("query").text();
        Matcher parts = LABEL_VALUES.matcher(query);
        if (!parts.matches()) {
          throw new AssertionError("not understood: " + query);
        }
        variables.add(
            new Variable(
                variable.get("name").text(), parts.group("selector"), parts.group("label")));
      }
    }
    return variables;
  }

  /** The rules of a file. */
  static List<Document> rules(Path file) {
    return Document.parse(read(file)).get("groups").list().stream()
        .flatMap(group -> group.get("rules").list().stream())
        .toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.cachier.judges;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Looks into expressions as far as tests need it. Expects comparisons with blanks around them, and
 * label matchers without.
 */
final class PromQl {
  private static final Pattern METRIC = Pattern.compile("\\b(?:\\w+:)?cachier_\\w+(?::\\w+)?");
  private static final Pattern SELECTOR = Pattern.compile("\\bcachier_\\w+(\\{[^}]*})?");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)");
  private static final Pattern COMPARISON = Pattern.compile("(?<=\\s)(>=|<=|==|!=|>|<)(?=\\s)");

  private PromQl() {}

  /** The names of metrics and of recorded series. */
  static Set<String> metrics(String expression) {
    return new TreeSet<>(METRIC.matcher(expression).results().map(MatchResult::group).toList());
  }

  /** The metrics with what is chosen of them. */
  static List<String> selectors(String expression) {
    return SELECTOR.matcher(expression).results().map(MatchResult::group).toList();
  }

  /** The names of Grafana's variables. */
  static Set<String> variables(String expression) {
    Set<String> names = new LinkedHashSet<>();
    VARIABLE.matcher(expression).results().forEach(found -> names.add(found.group(1)));
    return names;
  }

  /** The same expression, but comparisons give 0 or 1 where they would leave series out. */
  static String withoutThresholds(String expression) {
    return COMPARISON.matcher(expression).replaceAll("$1 bool");
  }
}

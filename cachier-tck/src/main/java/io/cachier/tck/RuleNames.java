package io.cachier.tck;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayNameGenerator;

/**
 * Names a test by its rule and its method: {@code B8: claim, free key, is granted}; and by the
 * target that it shows, if any.
 */
final class RuleNames extends DisplayNameGenerator.Standard {
  RuleNames() {}

  @Override
  public String generateDisplayNameForMethod(
      List<Class<?>> enclosing, Class<?> testClass, Method method) {
    Rule rule = method.getAnnotation(Rule.class);
    String words =
        method
            .getName()
            .replace("_", ", ")
            .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
            .toLowerCase(Locale.ROOT);
    if (rule == null) {
      return words;
    }
    return rule.value() + (rule.target().isEmpty() ? "" : ", " + rule.target()) + ": " + words;
  }
}

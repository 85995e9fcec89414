package io.cachier.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules as they are written, and as they are cited. */
final class RuleBook {
  private static final Path SEMANTICS = Path.of("..", "docs", "semantics.md");
  private static final Pattern WRITTEN = Pattern.compile("^- \\*\\*([A-Z]\\d+)\\.\\*\\* ");

  private RuleBook() {}

  /** The numbers of all rules that the page states. */
  static Set<String> written() {
    Set<String> numbers = new TreeSet<>();
    try {
      for (String line : Files.readAllLines(SEMANTICS)) {
        Matcher matcher = WRITTEN.matcher(line);
        if (matcher.find() && !numbers.add(matcher.group(1))) {
          throw new AssertionError("two rules have the number " + matcher.group(1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return numbers;
  }

  /** The numbers that the tests of a contract cite, those of its nested classes included. */
  static Set<String> cited(Class<?>... contracts) {
    Set<String> numbers = new TreeSet<>();
    Deque<Class<?>> rest = new ArrayDeque<>(Set.of(contracts));
    while (!rest.isEmpty()) {
      Class<?> next = rest.pop();
      rest.addAll(Set.of(next.getDeclaredClasses()));
      Class<?> parent = next.getSuperclass();
      if (parent != null && parent.getPackage() == RuleBook.class.getPackage()) {
        rest.add(parent);
      }
      for (Method method : next.getDeclaredMethods()) {
        Optional.ofNullable(method.getAnnotation(Rule.class))
            .map(Rule::value)
            .ifPresent(numbers::add);
      }
    }
    return numbers;
  }
}

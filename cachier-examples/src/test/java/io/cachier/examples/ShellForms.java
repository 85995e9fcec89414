package io.cachier.examples;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands that a page may show, and what is asked of each. Maven within Maven would take too
 * long: of its commands everything that is named must exist. What is cheap is run by {@link
 * DocsTest}.
 */
final class ShellForms {
  private static final Set<String> GOALS =
      Set.of("test", "package", "verify", "spotless:apply", "test-compile");
  private static final Set<String> PROMETHEUS_OPTIONS =
      Set.of("--config.file", "--storage.tsdb.path", "--web.listen-address", "--enable-feature");
  private static final Pattern MAIN_CLASS = Pattern.compile("io\\.cachier(\\.\\w+)+");

  /** A form, and what is wrong with a command that has it; empty: nothing. */
  private record Form(Pattern pattern, Function<Matcher, Optional<String>> check) {
    static Form of(String regex, Function<Matcher, Optional<String>> check) {
      return new Form(Pattern.compile(regex), check);
    }
  }

  private static final List<Form> FORMS =
      List.of(
          Form.of("mvn( .*)", command -> maven(words(command.group(1)))),
          Form.of("\\.ci/run", command -> exists(".ci/run")),
          Form.of("java -jar (\\S+?)/target/(\\S+)\\.jar(?: \\S+)*", ShellForms::jar),
          Form.of("java -cp \\S+ (\\S+)(?: \\S+)*", command -> mainClass(command.group(1))),
          Form.of("promtool (?:check|test) rules((?: \\S+)+)", ShellForms::rules),
          Form.of("curl -s http://127\\.0\\.0\\.1:9090/\\S+", command -> Optional.empty()),
          Form.of("prometheus((?: +--\\S+=\\S+)+)", ShellForms::prometheus),
          Form.of("export (CACHIER_\\w+)=\\S*", ShellForms::variable));

  private ShellForms() {}

  /** What is wrong with a command; empty: nothing. */
  static Optional<String> problem(String command) {
    for (Form form : FORMS) {
      Matcher matcher = form.pattern().matcher(command);
      if (matcher.matches()) {
        return form.check().apply(matcher);
      }
    }
    return Optional.of(
        "no form of a command that is known here; see " + ShellForms.class.getName());
  }

  private static List<String> words(String text) {
    return Pattern.compile(" +").splitAsStream(text.strip()).toList();
  }

  private static Optional<String> maven(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      Optional<String> problem = Optional.empty();
      if (word.equals("-pl")) {
        problem = modules(words.get(++i));
      } else if (word.startsWith("-P")) {
        problem = profile(word.substring(2));
      } else if (word.startsWith("-Dtest=")) {
        problem = test(word.substring("-Dtest=".length()));
      } else if (!word.startsWith("-") && !GOALS.contains(word)) {
        problem = Optional.of("no goal '" + word + "' is known here");
      }
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> modules(String list) {
    for (String each : words(list.replaceAll("['!]", "").replace(',', ' '))) {
      if (!Project.modules().contains(each)) {
        return Optional.of("no module " + each);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> profile(String name) {
    return Project.text("pom.xml").contains("<id>" + name + "</id>")
        ? Optional.empty()
        : Optional.of("no profile " + name);
  }

  private static Optional<String> test(String name) {
    String file = "/" + name.replace("'", "") + ".java";
    return Project.sources().stream().anyMatch(source -> source.endsWith(file))
        ? Optional.empty()
        : Optional.of("no test " + name);
  }

  private static Optional<String> jar(Matcher command) {
    String pom = command.group(1) + "/pom.xml";
    return Project.has(pom)
            && Project.text(pom).contains("<finalName>" + command.group(2) + "</finalName>")
        ? Optional.empty()
        : Optional.of("no module makes that jar");
  }

  private static Optional<String> mainClass(String name) {
    String file = "/src/main/java/" + name.replace('.', '/') + ".java";
    return MAIN_CLASS.matcher(name).matches()
            && Project.sources().stream()
                .filter(source -> source.endsWith(file))
                .anyMatch(source -> Project.text(source).contains("static void main("))
        ? Optional.empty()
        : Optional.of("no main class " + name);
  }

  private static Optional<String> rules(Matcher command) {
    for (String file : words(command.group(1))) {
      Optional<String> problem = exists("docs/observability/" + file);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> prometheus(Matcher command) {
    for (String option : words(command.group(1))) {
      if (!PROMETHEUS_OPTIONS.contains(option.substring(0, option.indexOf('=')))) {
        return Optional.of("no option " + option);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> exists(String file) {
    return Project.has(file) ? Optional.empty() : Optional.of("no file " + file);
  }

  private static Optional<String> variable(Matcher command) {
    return SettingNames.isKnown(command.group(1).toLowerCase(Locale.ROOT))
        ? Optional.empty()
        : Optional.of("no setting " + command.group(1));
  }
}

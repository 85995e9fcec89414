package io.cachier.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** promtool on the rule files, and on their own tests. */
@JudgedBy(Program.PROMTOOL)
class RuleFilesTest {
  @ParameterizedTest
  @MethodSource("ruleFiles")
  void checkRules_ruleFile_findsNothing(Path file) {
    Run checked = Run.of(Program.PROMTOOL.path(), "check", "rules", file.toString());
    assertThat(checked.exit()).as(checked.toString()).isZero();
    assertThat(checked.out()).contains("SUCCESS: " + Published.rules(file).size() + " rules found");
  }

  @ParameterizedTest
  @MethodSource("testFiles")
  void testRules_testFile_passes(Path file) {
    Run tested = Run.of(Program.PROMTOOL.path(), "test", "rules", file.toString());
    assertThat(tested.exit()).as(tested.toString()).isZero();
    assertThat(tested.out()).contains("SUCCESS");
  }

  @Test
  void testFiles_alerts_haveACaseEach() throws IOException {
    StringBuilder tests = new StringBuilder();
    for (Path file : testFiles()) {
      tests.append(Files.readString(file));
    }
    for (Document rule : Published.rules(Published.ALERTING_RULES)) {
      String alert = rule.get("alert").text();
      assertThat(tests.toString())
          .as(alert)
          .containsAnyOf("alertname=\"" + alert + "\"", "alertname: " + alert);
    }
  }

  static List<Path> ruleFiles() {
    return Published.RULE_FILES;
  }

  static List<Path> testFiles() throws IOException {
    try (Stream<Path> files = Files.list(Published.FOLDER)) {
      List<Path> tests =
          files.filter(file -> file.toString().endsWith("-tests.yml")).sorted().toList();
      assertThat(tests).hasSize(2);
      return tests;
    }
  }
}

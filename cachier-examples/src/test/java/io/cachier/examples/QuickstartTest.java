package io.cachier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.Cachier;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {
  private static final List<String> MODULES = List.of("java.logging", "java.prefs", "java.sql");

  @TempDir Path directory;

  @Test
  void run_secondTime_isAllHitsWithTheSameResults() {
    String first = run(false);
    String second = run(false);

    assertThat(first).contains("java.sql").containsPattern("hits +0 \\(0\\.0 %\\)");
    assertThat(second).containsPattern("hits +\\d+ \\(100\\.0 %\\)");
    assertThat(second).containsPattern("recalculations +0");
    assertThat(fingerprints(second)).isEqualTo(fingerprints(first)).hasSize(3);
  }

  @Test
  void run_afterClear_computesAnew() {
    run(false);

    assertThat(run(true)).containsPattern("hits +0 \\(0\\.0 %\\)");
  }

  private String run(boolean clear) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Cachier cachier =
        Cachier.builder().setting("file.directory", directory.toString()).build()) {
      PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
      Quickstart.run(cachier, MODULES, out, false, clear);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** The lines of the modules without their times. */
  private static List<String> fingerprints(String output) {
    return output
        .lines()
        .filter(line -> line.matches("\\S+ +[0-9a-f]{32} .*"))
        .map(line -> line.substring(0, 65))
        .toList();
  }

  @Test
  void names_runningJdk_holdItsModules() {
    assertThat(JdkModules.names()).contains("java.base", "java.sql").hasSizeGreaterThan(20);
  }

  @Test
  void progress_onATerminal_isDrawnInPlaceAndErased() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ProgressLine line =
        new ProgressLine(new PrintStream(bytes, true, StandardCharsets.UTF_8), true);

    line.show(1, 2, "java.base");
    line.erase();

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .startsWith("[###############---------------] 1/2 java.base")
        .endsWith("\r");
  }
}

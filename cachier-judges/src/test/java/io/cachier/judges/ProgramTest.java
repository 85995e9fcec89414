package io.cachier.judges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class ProgramTest {
  @Test
  void missing_notRequired_skipsTheTestByName() {
    assertThatThrownBy(() -> Program.missing("no program 'x'", false))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("no program 'x'");
  }

  @Test
  void missing_required_failsTheTest() {
    assertThatThrownBy(() -> Program.missing("no program 'x'", true))
        .isInstanceOf(AssertionFailedError.class)
        .hasMessage("no program 'x' (judges are required)");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void run_endsBadly_tellsStatusAndBothOutputs() {
    Run run = Run.withInput("in", Path.of("/bin/sh"), "-c", "cat; echo err >&2; exit 3");
    assertThat(run).isEqualTo(new Run(3, "in", "err\n"));
  }
}

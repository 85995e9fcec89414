package io.cachier.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProgramTest {
  @Test
  void absence_namesTheProgramAndTheRemedy() {
    assertThat(Program.PYTHON.absence())
        .isEqualTo(
            "no program 'python3' that can import prometheus_client.openmetrics.parser here;"
                + " install the Debian package 'python3-prometheus-client'");
  }

  @Test
  void isRequired_propertyOrVariable_theFormerFirst() {
    assertThat(Court.isRequired("required", null)).isTrue();
    assertThat(Court.isRequired(null, "required")).isTrue();
    assertThat(Court.isRequired("no", "required")).isFalse();
    assertThat(Court.isRequired(null, null)).isFalse();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void run_endsBadly_tellsStatusAndBothOutputs() {
    Run run = Run.withInput("in", Path.of("/bin/sh"), "-c", "cat; echo err >&2; exit 3");
    assertThat(run).isEqualTo(new Run(3, "in", "err\n"));
  }
}

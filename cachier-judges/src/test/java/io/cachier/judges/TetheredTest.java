package io.cachier.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class TetheredTest {
  private static final List<String> LONG = List.of("sleep", "600");

  @TempDir Path directory;

  @Test
  void close_ofARunningProgram_endsIt() {
    Tethered program = Tethered.program(directory, LONG);
    assertThat(isAlive(program.pid())).isTrue();
    program.close();
    assertThat(isAlive(program.pid())).isFalse();
  }

  /** As when the build gives a hanging test up: no hook runs, nothing is closed. */
  @Test
  void halt_ofTheJvmThatStartedIt_endsTheProgram() {
    try (Tethered jvm = Tethered.jvm(directory, Halting.class, directory.toString())) {
      long pid = Long.parseLong(jvm.await(line -> line.startsWith("pid ")).substring(4));
      assertThat(isAlive(pid)).isTrue();
      jvm.tell("halt");
      Awaitility.await().until(() -> !isAlive(pid));
    }
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  /** Starts a program, and ends without a word when told to. */
  static final class Halting {
    private Halting() {}

    public static void main(String... arguments) throws Exception {
      Tethered program = Tethered.program(Path.of(arguments[0]), LONG);
      Output.say("pid " + program.pid());
      System.in.read();
      Runtime.getRuntime().halt(1);
    }
  }
}

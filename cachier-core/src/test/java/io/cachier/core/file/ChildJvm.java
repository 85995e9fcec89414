package io.cachier.core.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Another process that runs a class of the tests. */
final class ChildJvm {
  private ChildJvm() {}

  static Process start(Class<?> main, String... arguments) throws IOException {
    return start(List.of(), main, arguments);
  }

  /** Starts a child by way of a shell that sets limits first. */
  static Process startLimited(String limit, Class<?> main, String... arguments) throws IOException {
    return start(List.of("sh", "-c", limit + "; exec \"$@\"", "sh"), main, arguments);
  }

  private static Process start(List<String> before, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Quick to start, small, and without the shared memory file that a file size limit would break.
    Collections.addAll(command, "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xmx64m");
    Collections.addAll(command, "-cp", System.getProperty("java.class.path"), main.getName());
    Collections.addAll(command, arguments);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}

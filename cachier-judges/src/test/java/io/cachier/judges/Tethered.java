package io.cachier.judges;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A process that runs beside the tests and ends with them, whatever becomes of them: it is told to
 * end by {@link #close()}, by the end of this JVM, and, should that be killed, by the end of its
 * standard input, which no kill can prevent.
 */
final class Tethered implements AutoCloseable {
  /** How long a process may take to do what it is waited for. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * Ends the program that takes the shell's place, and its process id, when the input ends. Most
   * programs don't look at their input.
   */
  private static final String TETHER =
      "exec 3<&0; (cat <&3 >/dev/null; kill $$) 2>/dev/null & exec 3<&-; exec \"$@\" </dev/null";

  private final Process process;
  private final Path output;
  private final Thread lastWill;

  private Tethered(Process process, Path output) {
    this.process = process;
    this.output = output;
    this.lastWill = new Thread(process::destroyForcibly, "cachier-judges-end");
    Runtime.getRuntime().addShutdownHook(lastWill);
  }

  /** Starts a program that does not look at its input. */
  static Tethered program(Path directory, List<String> command) {
    List<String> tethered = new ArrayList<>(List.of("/bin/sh", "-c", TETHER, "tether"));
    tethered.addAll(command);
    return start(directory, tethered);
  }

  /** Starts a JVM like this one that ends when its input does. */
  static Tethered jvm(Path directory, Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                // Not every child has a StatsD server and a CloudWatch to talk to.
                "-Dcachier.exporter.statsd.enabled=false",
                "-Dcachier.exporter.cloudwatch.enabled=false",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    return start(directory, command);
  }

  private static Tethered start(Path directory, List<String> command) {
    try {
      Path output = Files.createTempFile(directory, "output", ".txt");
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      return new Tethered(process, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Sends a line to its standard input. */
  void tell(String line) {
    try {
      OutputStream input = process.getOutputStream();
      input.write((line + "\n").getBytes(UTF_8));
      input.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(said(), e);
    }
  }

  /** All that it has written so far. */
  List<String> lines() {
    return said().lines().toList();
  }

  /** Waits for a line, and gives it. */
  String await(Predicate<String> wanted) {
    try {
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> lines().stream().anyMatch(wanted) || !process.isAlive());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("it only said: " + said(), e);
    }
    return lines().stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow(() -> new AssertionError("it ended after: " + said()));
  }

  private String said() {
    try {
      return Files.readString(output, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(lastWill);
  }
}

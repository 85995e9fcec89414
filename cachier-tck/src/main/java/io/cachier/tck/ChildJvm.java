package io.cachier.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.opentest4j.TestAbortedException;

/** A {@link NodeProcess} as the test that started it sees it. */
final class ChildJvm implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration SOON = Duration.ofMillis(5);

  private final Process process;
  private final Path errors;
  private final List<String> told = new CopyOnWriteArrayList<>();

  private ChildJvm(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    Thread reader = new Thread(this::read, "cachier-tck-child");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a JVM like this one, on the same class path. */
  static ChildJvm start(NodePlan plan, Path directory) {
    try {
      Path file = Files.createTempFile(directory, "node", ".properties");
      plan.write(file);
      Path errors = Files.createTempFile(directory, "node", ".err");
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-Xmx128m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  NodeProcess.class.getName(),
                  file.toString())
              .redirectError(errors.toFile())
              .start();
      return new ChildJvm(process, errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      lines.lines().forEach(told::add);
    } catch (IOException | UncheckedIOException e) {
      told.add("its output ended: " + e);
    }
  }

  /** Sends a line to the child. */
  void order(String line) {
    try {
      OutputStream orders = process.getOutputStream();
      orders.write((line + "\n").getBytes(UTF_8));
      orders.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the child has said so often what begins so, and returns what it said. */
  List<String> expect(String beginning, int times) {
    try {
      await()
          .pollInterval(SOON)
          .atMost(PATIENCE)
          .until(() -> heard(beginning).size() >= times || !process.isAlive());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("the child said only " + told + ", then " + complaint(), e);
    }
    List<String> heard = heard(beginning);
    if (heard.size() < times) {
      throw new AssertionError("the child ended after " + told + ", then " + complaint());
    }
    return heard;
  }

  private List<String> heard(String beginning) {
    return told.stream().filter(line -> line.startsWith(beginning)).toList();
  }

  private String complaint() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Ends the child as a crash of its machine would: without a word. */
  void kill() {
    process.destroyForcibly();
  }

  /** Stops or continues the child, where the system has signals for that. */
  void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
      if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw new TestAbortedException("kill -" + name + " does not work here");
      }
    } catch (IOException e) {
      throw new TestAbortedException("no command 'kill' here to pause a process with", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}

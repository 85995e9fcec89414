package io.cachier.judges;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that ran to its end.
 *
 * @param exit its exit status
 * @param out what it wrote to its standard output
 * @param err what it wrote to its standard error
 */
record Run(int exit, String out, String err) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static Run of(Path program, String... arguments) {
    return withInput("", program, arguments);
  }

  static Run withInput(String input, Path program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(List.of(arguments));
    List<Path> files = new ArrayList<>();
    try {
      // Files in place of pipes: nobody has to read while the program writes.
      Path in = temporary(files);
      Path out = temporary(files);
      Path err = temporary(files);
      Files.writeString(in, input);
      Process process =
          new ProcessBuilder(command)
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " did not end within " + PATIENCE);
      }
      return new Run(process.exitValue(), read(out), read(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      files.forEach(file -> file.toFile().delete());
    }
  }

  private static Path temporary(List<Path> files) throws IOException {
    Path file = Files.createTempFile("cachier-judge", ".txt");
    files.add(file);
    return file;
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, UTF_8);
  }
}

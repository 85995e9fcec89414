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

/**
 * Over a folder instead of a server: what it shows is the same for every backend that is shared.
 */
class MongoExampleTest {
  @Test
  void run_twoMachines_oneMakesTheReport(@TempDir Path directory) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Cachier one = machine(directory);
        Cachier other = machine(directory)) {
      MongoExample.run(List.of(one, other), new PrintStream(bytes, true, StandardCharsets.UTF_8));
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .contains("2 machines asked, 1 made the report")
        .filteredOn(line -> line.startsWith("The report of 2026: "))
        .hasSize(2);
  }

  private static Cachier machine(Path directory) {
    return Cachier.builder()
        .backend("file")
        .setting("file.directory", directory.toString())
        .build();
  }
}

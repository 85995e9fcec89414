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

/** Over a folder instead of a database, which only the profile brings: it shows the same. */
class SqlExampleTest {
  @Test
  void run_twoMachines_oneWorksItOut(@TempDir Path directory) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Cachier one = machine(directory);
        Cachier other = machine(directory)) {
      SqlExample.run(List.of(one, other), new PrintStream(bytes, true, StandardCharsets.UTF_8));
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .contains("2 machines asked, 1 worked it out")
        .filteredOn(line -> line.startsWith("The sum of 200000000 terms: "))
        .hasSize(2);
  }

  private static Cachier machine(Path directory) {
    return Cachier.builder()
        .backend("file")
        .setting("file.directory", directory.toString())
        .build();
  }
}

package io.cachier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineExporterTest {
  @Test
  void lines_afterCalls_tellWhatChanged() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    LineExporter exporter = new LineExporter(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    try (Cachier cachier = Cachier.builder().backend("memory").addExporter(exporter).build()) {
      CachedFunction<String, Integer> length =
          cachier
              .function("length", String.class, Integer.class, String::length)
              .metrics(MetricsPolicy.on())
              .build();
      length.apply("one");
      length.apply("one");
      length.apply("one");
      // What is recorded by an application's own code leaves by the same way.
      length.metrics().recordHit();
    }

    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .contains("length calls[hit] 3.0", "length calls[miss] 1.0", "length entries[] 1.0")
        .noneMatch(line -> line.contains("calls[stale]"));
  }
}

package io.cachier.exporter.statsd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exporter as a user has it: found on the class path, fed by the engine. */
class EngineTest {
  private static CachedFunction<String, Integer> lengths(Cachier cachier, String name) {
    return cachier
        .function(name, String.class, Integer.class, String::length)
        .metrics(MetricsPolicy.on())
        .build();
  }

  @Test
  void close_shortlyAfterTheCalls_hasPushedThemAll() {
    try (Receiver receiver = new Receiver()) {
      try (Cachier cachier =
          Cachier.builder()
              .backend("memory")
              .setting("statsd.port", Integer.toString(receiver.port()))
              .setting("statsd.prefix", "found")
              .build()) {
        CachedFunction<String, Integer> lengths = lengths(cachier, "text.length");
        for (int i = 0; i < 10; i++) {
          lengths.apply("abc");
        }
      }

      receiver.awaitLine("found.text_length.calls.hit:9|c");
      assertThat(receiver.lines())
          .contains("found.text_length.calls.miss:1|c", "found.text_length.sampling_ratio:1|g");
    }
  }

  @Test
  void interval_short_pushesWhileTheFunctionIsUsed() {
    try (Receiver receiver = new Receiver();
        Cachier cachier =
            Cachier.builder()
                .backend("memory")
                .addExporter(
                    StatsdExporter.builder()
                        .port(receiver.port())
                        .interval(Duration.ofMillis(100))
                        .build())
                .build()) {
      CachedFunction<String, Integer> lengths = lengths(cachier, "length");
      lengths.apply("abc");
      receiver.awaitLine("cachier.length.calls.miss:1|c");

      lengths.apply("abc");
      receiver.awaitLine("cachier.length.calls.hit:1|c");
      assertThat(receiver.lines().stream().filter(line -> line.contains(".calls.miss:")))
          .as("what was pushed is not pushed again")
          .hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void start_datadogsClientToo_isToldAndTheApplicationRunsOn(
      boolean datadogsFirst, @TempDir Path folder) throws Exception {
    String datadogs = System.getProperty("other.client.jar");
    String rest = System.getProperty("java.class.path");
    String path =
        datadogsFirst ? datadogs + File.pathSeparator + rest : rest + File.pathSeparator + datadogs;
    Path told = folder.resolve("told");
    Process child =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    path,
                    Application.class.getName()))
            .redirectErrorStream(true)
            .redirectOutput(told.toFile())
            .start();
    try {
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      child.destroyForcibly();
    }

    assertThat(Files.readString(told, UTF_8))
        .contains("result 3")
        .contains(
            "Exporter 'statsd'",
            "two clients share the package com.timgroup.statsd: java-statsd-client-3.1.0.jar and"
                + " java-dogstatsd-client-")
        .doesNotContain("Error:")
        .doesNotContain("NoSuchMethod");
    assertThat(child.exitValue()).isZero();
  }

  /** What a user runs. */
  static final class Application {
    private Application() {}

    public static void main(String[] arguments) {
      try (Cachier cachier = Cachier.builder().backend("memory").build()) {
        System.out.println("result " + lengths(cachier, "length").apply("abc"));
      }
    }
  }
}

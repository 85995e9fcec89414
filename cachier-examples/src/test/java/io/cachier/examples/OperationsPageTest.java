package io.cachier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.ManagedCache;
import io.cachier.MetricsPolicy;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code in {@code docs/operations.md}. */
class OperationsPageTest {
  private static final System.Logger LOGGER = System.getLogger("docs");

  @Test
  void describe_atTheStart_tellsWhatWasChosen() {
    try (Cachier cachier = Cachier.builder().backend("memory").build()) {
      // begin docs/operations.md
      LOGGER.log(System.Logger.Level.INFO, cachier.describe()); // no secret is in it
      // end docs/operations.md
      assertThat(cachier.describe()).contains("default backend: memory");
    }
  }

  private static void manage(Cachier cachier, List<String> command, PrintStream out) {
    // begin docs/operations.md
    for (ManagedCache function : cachier.functions()) {
      switch (command.get(0)) {
        case "show" -> {
          double ratio = function.metrics().hitRatio(Duration.ofMinutes(1));
          out.printf("%s on %s: %.2f%n", function.name(), function.backend(), ratio);
        }
        case "clear" -> function.clear();
        case "free" -> function.clearClaims();
        default -> out.println("show, clear or free");
      }
    }
    // end docs/operations.md
  }

  @Test
  void management_ofAllFunctions_reachesEach() {
    List<Integer> runs = new ArrayList<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    try (Cachier cachier = Cachier.builder().backend("memory").build()) {
      CachedFunction<Integer, Integer> square =
          cachier
              .function(
                  "square",
                  Integer.class,
                  Integer.class,
                  n -> {
                    runs.add(n);
                    return n * n;
                  })
              .metrics(MetricsPolicy.on())
              .build();
      square.apply(2);
      square.apply(2);
      manage(cachier, List.of("show"), out);
      manage(cachier, List.of("clear"), out);
      manage(cachier, List.of("free"), out);
      manage(cachier, List.of("what"), out);
      square.apply(2);
    }
    assertThat(runs).hasSize(2);
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("square on memory: 0.50", "show, clear or free");
  }
}

package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.CallOptions;
import io.cachier.MetricsPolicy;
import io.cachier.metrics.ComputeResult;
import io.cachier.metrics.ComputeTrigger;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** M12: every run of the function, by why it ran and how it ended. */
class ComputationFiguresTest extends MemoryFixture {
  @Test
  void computed_nothingStored_isAMiss() {
    CachedFunction<String, String> function = metered(this::slow).build();

    function.apply("a");
    function.apply("a");
    function.apply("b");

    assertThat(computations(function)).isEqualTo("miss/success 2 in PT6S");
  }

  @Test
  void computed_storedIsStale_isStale() {
    CachedFunction<String, String> function =
        metered(this::slow).staleAfter(Duration.ofSeconds(10)).build();
    function.apply("a");
    ticker.advance(Duration.ofSeconds(11));

    function.apply("a");

    assertThat(computations(function)).isEqualTo("miss/success 1 in PT3S, stale/success 1 in PT3S");
  }

  @Test
  void computed_storedIsOlderThanTheCallAllows_isStale() {
    CachedFunction<String, String> function = metered(this::slow).build();
    function.apply("a");
    ticker.advance(Duration.ofSeconds(11));

    function.apply("a", CallOptions.maxAge(Duration.ofSeconds(10)));
    function.apply("b", CallOptions.maxAge(Duration.ofSeconds(10)));

    assertThat(computations(function)).isEqualTo("miss/success 2 in PT6S, stale/success 1 in PT3S");
  }

  @Test
  void computed_inTheBackground_isStale() {
    CachedFunction<String, String> function =
        metered(this::slow)
            .staleAfter(Duration.ofSeconds(10))
            .staleWhileRevalidate(Duration.ofSeconds(10))
            .build();
    function.apply("a");
    ticker.advance(Duration.ofSeconds(11));
    function.apply("a");

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(computations(function))
                    .isEqualTo("miss/success 1 in PT3S, stale/success 1 in PT3S"));
  }

  @Test
  void computed_inTheBackgroundAndFailed_isAStaleError() {
    CachedFunction<String, String> function =
        metered(
                x -> {
                  if (runs.get() > 0) {
                    throw failing();
                  }
                  return slow(x);
                })
            .staleAfter(Duration.ofSeconds(10))
            .staleWhileRevalidate(Duration.ofSeconds(10))
            .build();
    function.apply("a");
    ticker.advance(Duration.ofSeconds(11));
    function.apply("a");

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(computations(function))
                    .isEqualTo("miss/success 1 in PT3S, stale/error 1 in PT1S"));
  }

  @Test
  void computed_cacheNotAsked_isForced() {
    CachedFunction<String, String> function =
        metered(this::slow)
            .keyedBy(
                x -> {
                  if (x.equals("no key")) {
                    throw new IllegalStateException("no key of this");
                  }
                  return x;
                })
            .build();
    function.apply("a");

    function.apply("a", CallOptions.skip());
    function.apply("a", CallOptions.overwrite());
    function.apply("a", CallOptions.maxAge(Duration.ofNanos(-1)));
    function.apply("new", CallOptions.maxAge(Duration.ofNanos(-1)));
    function.apply("no key");
    Cachier.setCachingEnabled(false);
    function.apply("a");
    Cachier.setCachingEnabled(true);
    function.close();
    function.apply("a");

    assertThat(computations(function))
        .isEqualTo("miss/success 1 in PT3S, forced/success 7 in PT21S");
  }

  @Test
  void computed_functionThrows_isAnErrorOfTheSameTrigger() {
    CachedFunction<String, String> function =
        metered(
                x -> {
                  throw failing();
                })
            .build();

    assertThatThrownBy(() -> function.apply("a")).hasMessage("down");
    assertThatThrownBy(() -> function.apply("a", CallOptions.skip())).hasMessage("down");
    assertThatThrownBy(() -> function.apply("a", CallOptions.overwrite())).hasMessage("down");

    assertThat(computations(function)).isEqualTo("miss/error 1 in PT1S, forced/error 2 in PT2S");
    assertThat(function.metrics().snapshot().recalculations()).isEqualTo(3);
  }

  @Test
  void computed_callsNotDrawn_keepsTheErrorsAlone() {
    CachedFunction<String, String> function =
        metered(
                x -> {
                  if (x.equals("bad")) {
                    throw failing();
                  }
                  return slow(x);
                })
            .metrics(MetricsPolicy.sampled(Double.MIN_VALUE))
            .build();

    function.apply("a");
    function.apply("a", CallOptions.skip());
    assertThatThrownBy(() -> function.apply("bad")).hasMessage("down");
    assertThatThrownBy(() -> function.apply("bad", CallOptions.skip())).hasMessage("down");

    assertThat(computations(function)).isEqualTo("miss/error 1 in PT1S, forced/error 1 in PT1S");
  }

  @Test
  void computed_entryThatCanNotBeRead_isAMiss(@TempDir Path directory) throws IOException {
    try (Cachier files =
        Cachier.builder()
            .backend("file")
            .setting("file.directory", directory.toString())
            .ticker(ticker)
            .build()) {
      CachedFunction<String, String> function =
          files
              .function("f", String.class, String.class, this::slow)
              .metrics(MetricsPolicy.on())
              .build();
      function.apply("a");
      try (Stream<Path> all = Files.walk(directory)) {
        for (Path entry : all.filter(f -> f.toString().endsWith(".entry")).toList()) {
          Files.write(entry, new byte[100]);
        }
      }

      function.apply("a");

      assertThat(computations(function)).isEqualTo("miss/success 2 in PT6S");
    }
  }

  private String slow(String argument) {
    ticker.advance(Duration.ofSeconds(3));
    return counted(argument);
  }

  private IllegalStateException failing() {
    ticker.advance(Duration.ofSeconds(1));
    return new IllegalStateException("down");
  }

  private static String computations(CachedFunction<?, ?> function) {
    MetricSnapshot snapshot = function.metrics().snapshot();
    StringBuilder text = new StringBuilder();
    for (ComputeTrigger trigger : ComputeTrigger.values()) {
      for (ComputeResult result : ComputeResult.values()) {
        var histogram = snapshot.timing(new Timing.Computation(trigger, result));
        if (histogram.rawCount() > 0) {
          text.append(text.isEmpty() ? "" : ", ")
              .append((trigger + "/" + result).toLowerCase(Locale.ROOT))
              .append(' ')
              .append(histogram.rawCount())
              .append(" in ")
              .append(Duration.ofNanos(histogram.rawSumNanos()));
        }
      }
    }
    return text.toString();
  }
}

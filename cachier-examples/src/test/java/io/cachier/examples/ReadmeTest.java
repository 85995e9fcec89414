package io.cachier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.Cached;
import io.cachier.CachedAsyncFunction;
import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.CallOptions;
import io.cachier.MetricsPolicy;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code in the README is the code between the marks below, and does what its comments say. */
class ReadmeTest {
  @TempDir private Path directory;

  /** How often something far away was asked. */
  private final AtomicInteger asked = new AtomicInteger();

  private Cachier process() {
    return Cachier.builder().setting("file.directory", directory.toString()).build();
  }

  @Test
  void report_inTwoProcesses_isComputedOnce() {
    record Report(YearMonth month, double revenue) implements Serializable {}
    Function<YearMonth, Report> warehouse =
        month -> new Report(month, asked.incrementAndGet() * 100.0);
    for (int process = 0; process < 2; process++) {
      try (Cachier cachier = process()) {
        // begin README.md
        CachedFunction<YearMonth, Report> report =
            cachier
                .function("sales.report", YearMonth.class, Report.class, warehouse)
                .staleAfter(Duration.ofMinutes(15))
                .staleWhileRevalidate(Duration.ofHours(8))
                .build();
        Report november = report.apply(YearMonth.of(2026, 11)); // the first caller of all computes
        Report again = report.apply(YearMonth.of(2026, 11)); // a hit, here and everywhere
        // end README.md
        assertThat(again).isEqualTo(november);
        assertThat(asked).hasValue(1);
      }
    }
  }

  @Test
  void quotes_ofAnApiThatIsDown_areTheLastOnes() {
    record Quote(String symbol, double price) implements Serializable {}
    Function<String, Quote> api = symbol -> new Quote(symbol, asked.incrementAndGet());
    try (Cachier cachier = process()) {
      // begin README.md
      CachedFunction<String, Quote> quote =
          cachier
              .function("quotes.latest", String.class, Quote.class, api)
              .staleAfter(Duration.ofMinutes(5))
              .staleIfError(Duration.ofHours(12)) // while the API is down the last quote is served
              .jitter(0.1) // entries written together don't go stale together
              .earlyRefresh() // what is asked for often is renewed before anybody waits for it
              .metrics(MetricsPolicy.on())
              .build();
      Quote shown = quote.apply("ACME");
      Quote bought = quote.apply("ACME", CallOptions.maxAge(Duration.ofSeconds(30)));
      Map<String, Quote> page = quote.applyAll(List.of("ACME", "INIT")); // pays for INIT alone
      Duration saved = quote.metrics().snapshot(Duration.ofDays(1)).timeSaved();
      // end README.md
      assertThat(bought).isEqualTo(shown);
      assertThat(page).hasSize(2);
      assertThat(asked).hasValue(2);
      assertThat(saved.isNegative()).isFalse();
    }
  }

  @Test
  void pages_ofAnAsynchronousClient_areFetchedOnce() {
    Function<String, CompletableFuture<String>> client =
        path -> CompletableFuture.completedFuture(path + asked.incrementAndGet());
    try (Cachier cachier = process()) {
      // begin README.md
      CachedAsyncFunction<String, String> page =
          cachier
              .asyncFunction("pages.body", String.class, String.class, client)
              .staleAfter(Duration.ofHours(1))
              .build();
      CompletableFuture<String> one = page.apply("/prices");
      CompletableFuture<Map<String, String>> many = page.applyAll(List.of("/prices", "/news"));
      // end README.md
      assertThat(many.join()).containsEntry("/prices", one.join()).hasSize(2);
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void weather_throughAProxy_asksTheServiceOnce() {
    Function<String, Double> service = city -> asked.incrementAndGet() + 0.5;
    LocalDate today = LocalDate.of(2026, 11, 23);
    for (int process = 0; process < 2; process++) {
      try (Cachier cachier = process()) {
        // begin README.md
        record Forecast(String city, LocalDate day, double celsius) implements Serializable {}

        interface Weather {
          @Cached(staleAfter = "10m", staleWhileRevalidate = "1h", metrics = true)
          Forecast forecast(String city, LocalDate day);
        }

        Weather target = (city, day) -> new Forecast(city, day, service.apply(city));
        Weather weather = cachier.proxy(Weather.class, target);
        Forecast asked = weather.forecast("Paris", today); // asks the service
        Forecast found = weather.forecast("Paris", today); // a hit
        // end README.md
        assertThat(found).isEqualTo(asked);
        assertThat(this.asked).hasValue(1);
      }
    }
  }

  /** Numbers and names differ from machine to machine, the form does not. */
  @Test
  void output_ofTheSecondRun_hasTheFormThatTheReadmeShows() {
    List<String> modules = List.of("java.logging", "java.prefs", "java.sql");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Cachier cachier = process()) {
      PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
      Quickstart.run(cachier, modules, out, false, false);
    }
    try (Cachier cachier = process()) {
      bytes.reset();
      PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
      Quickstart.run(cachier, modules, out, false, false);
    }
    List<String> printed = table(bytes.toString(StandardCharsets.UTF_8));
    DocBlock shown =
        Project.blocks("README.md").stream()
            .filter(block -> block.text().contains("\ntime saved "))
            .findFirst()
            .orElseThrow();

    assertThat(table(shown.text())).isEqualTo(printed).hasSize(17);
  }

  /** The lines of the snapshot, without their numbers. */
  private static List<String> table(String output) {
    return output
        .lines()
        .dropWhile(line -> !line.startsWith("calls "))
        .takeWhile(line -> !line.isBlank())
        .map(line -> line.replaceAll("[0-9.]+( (ns|us|ms|s)$)?", "#"))
        .toList();
  }
}

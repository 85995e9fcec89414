package io.cachier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CacheEntryView;
import io.cachier.CachedBiFunction;
import io.cachier.CachedFunction;
import io.cachier.CachedSupplier;
import io.cachier.Cachier;
import io.cachier.CallOptions;
import io.cachier.TypeRef;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.spi.Ticker;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code in {@code docs/getting-started.md}. */
class GettingStartedPageTest {
  private static final AtomicInteger ASKED = new AtomicInteger();

  private record Quote(String text) implements Serializable {}

  private static Quote fetch(String symbol) {
    return new Quote(symbol + ASKED.incrementAndGet());
  }

  @BeforeEach
  void useAFolderOfItsOwn(@TempDir Path directory) {
    ASKED.set(0);
    System.setProperty("cachier.file.directory", directory.toString());
  }

  @AfterEach
  void useTheDefaultAgain() {
    System.clearProperty("cachier.file.directory");
  }

  private static void firstFunction() {
    Function<String, Double> service = city -> ASKED.incrementAndGet() + 0.5;
    // begin docs/getting-started.md
    record Forecast(String city, double celsius) implements Serializable {}

    try (Cachier cachier = Cachier.create()) {
      CachedFunction<String, Forecast> forecast =
          cachier
              .function(
                  "weather.forecast",
                  String.class,
                  Forecast.class,
                  city -> new Forecast(city, service.apply(city)))
              .staleAfter(Duration.ofMinutes(10))
              .build();
      System.out.println(forecast.apply("Paris")); // asks the service
      System.out.println(forecast.apply("Paris")); // a hit, and so it is in the next process
    }
    // end docs/getting-started.md
  }

  @Test
  void firstFunction_inTwoProcesses_asksTheServiceOnce() {
    firstFunction();
    firstFunction();

    assertThat(ASKED).hasValue(1);
  }

  @Test
  void shapes_all_areCached() {
    try (Cachier cachier = Cachier.create()) {
      // begin docs/getting-started.md
      CachedBiFunction<String, Integer, Quote> quoteOnDay =
          cachier
              .biFunction(
                  "quotes.day",
                  String.class,
                  Integer.class,
                  Quote.class,
                  (symbol, day) -> fetch(symbol + day))
              .build();
      CachedSupplier<List<String>> symbols =
          cachier
              .supplier("quotes.symbols", new TypeRef<List<String>>() {}, () -> List.of("ACME"))
              .build();
      CachedFunction<URI, Quote> byAddress =
          cachier
              .function("quotes.address", URI.class, Quote.class, uri -> fetch(uri.getPath()))
              .keyedBy(URI::getPath) // the host is no part of the question
              .version("2") // what version 1 of the code computed is not found
              .build();
      // end docs/getting-started.md
      assertThat(quoteOnDay.apply("ACME", 1)).isEqualTo(quoteOnDay.apply("ACME", 1));
      assertThat(symbols.get()).containsExactly("ACME");
      assertThat(byAddress.apply(URI.create("http://one/a")))
          .isEqualTo(byAddress.apply(URI.create("http://two/a")));
    }
  }

  @Test
  void oneCall_withOptions_isTreatedApart() {
    try (Cachier cachier = Cachier.create()) {
      CachedFunction<String, Quote> quote =
          cachier
              .function("quotes", String.class, Quote.class, GettingStartedPageTest::fetch)
              .keepKeys()
              .build();
      // begin docs/getting-started.md
      Quote young = quote.apply("ACME", CallOptions.maxAge(Duration.ofSeconds(30)));
      Quote uncached = quote.apply("ACME", CallOptions.skip()); // neither reads nor writes
      Quote renewed = quote.apply("ACME", CallOptions.overwrite()); // computes, and stores
      Map<String, Quote> many = quote.applyAll(List.of("ACME", "INIT"));
      // end docs/getting-started.md
      assertThat(List.of(young, uncached, renewed)).doesNotHaveDuplicates();
      assertThat(many).containsEntry("ACME", renewed);
      // begin docs/getting-started.md
      quote.precache("ACME", new Quote("from the morning's file"));
      quote.invalidate("ACME");
      quote.invalidateIf(entry -> entry.age().toDays() > 7);
      quote.clear();
      // end docs/getting-started.md
      quote.apply("ACME");
      // begin docs/getting-started.md
      System.out.println(quote.explain("ACME")); // what a call would do, and why; changes nothing
      quote.apply("ACME", CallOptions.explain(System.out::println)); // told while it happens
      try (Stream<CacheEntryView> entries = quote.entries()) {
        entries.forEach(System.out::println);
      }
      MetricSnapshot lastHour = quote.metrics().snapshot(Duration.ofHours(1));
      Optional<String> folder = quote.location();
      System.out.println(cachier.describe()); // backends, codecs, settings and where each came from
      // end docs/getting-started.md
      assertThat(lastHour.totalCalls()).as("metrics are off").isZero();
      assertThat(folder).isPresent();
    }
  }

  @Test
  void tests_withAClockOfTheirOwn_needNotSleep() {
    // begin docs/getting-started.md
    AtomicLong now = new AtomicLong();
    Ticker clock = now::get;
    try (Cachier cachier = Cachier.builder().backend("memory").ticker(clock).build()) {
      CachedFunction<String, Quote> quote =
          cachier
              .function("quotes", String.class, Quote.class, GettingStartedPageTest::fetch)
              .staleAfter(Duration.ofMinutes(10))
              .build();
      Quote first = quote.apply("ACME");
      now.addAndGet(Duration.ofMinutes(11).toNanos());
      assertThat(quote.apply("ACME")).isNotEqualTo(first);
    }
    // end docs/getting-started.md
  }
}

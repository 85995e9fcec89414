package io.cachier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.Cached;
import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.CallOptions;
import io.cachier.MetricsPolicy;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code in the README is the code between the marks below, and does what its comments say. */
class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Path SOURCE = Path.of("src/test/java/io/cachier/examples/ReadmeTest.java");
  private static final String BEGIN = "\n    // README begins\n";
  private static final String END = "\n    // README ends\n";
  private static final String PROXY_BEGIN = "\n    // README proxy begins\n";
  private static final String PROXY_END = "\n    // README proxy ends\n";

  /** Stands for the service far away. */
  private static final AtomicInteger ASKED = new AtomicInteger();

  private static double askTheService(String city) {
    ASKED.incrementAndGet();
    return city.length() + 0.5;
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

  private static void run() {
    // README begins
    record Forecast(String city, double celsius) implements Serializable {}

    try (Cachier cachier = Cachier.create()) {
      CachedFunction<String, Forecast> forecast =
          cachier
              .function(
                  "weather.forecast",
                  String.class,
                  Forecast.class,
                  city -> new Forecast(city, askTheService(city)))
              .staleAfter(Duration.ofMinutes(10))
              .staleWhileRevalidate(Duration.ofHours(1))
              .metrics(MetricsPolicy.on())
              .build();
      System.out.println(forecast.apply("Paris")); // asks the service
      System.out.println(forecast.apply("Paris")); // a hit, and so it is in the next process
      System.out.println(forecast.apply("Paris", CallOptions.maxAge(Duration.ofMinutes(1))));
      System.out.println(forecast.metrics().snapshot(Duration.ofHours(1)));
    }
    // README ends
  }

  private static void runProxy(Cachier cachier, LocalDate today) {
    Function<String, Double> service = ReadmeTest::askTheService;
    // README proxy begins
    record DayForecast(String city, LocalDate day, double celsius) implements Serializable {}

    interface Weather {
      @Cached(staleAfter = "10m", staleWhileRevalidate = "1h", metrics = true)
      DayForecast forecast(String city, LocalDate day);
    }

    Weather target = (city, day) -> new DayForecast(city, day, service.apply(city));
    Weather weather = cachier.proxy(Weather.class, target);
    System.out.println(weather.forecast("Paris", today)); // asks the service
    System.out.println(weather.forecast("Paris", today)); // a hit
    // README proxy ends
  }

  @Test
  void proxyCode_runTwice_asksTheServiceOnce() {
    for (int process = 0; process < 2; process++) {
      try (Cachier cachier = Cachier.create()) {
        runProxy(cachier, LocalDate.of(2026, 11, 23));
        assertThat(ASKED).hasValue(1);
      }
    }
  }

  @Test
  void readme_secondJavaBlock_isTheProxyCodeThatRuns() throws IOException {
    String code = between(Files.readString(SOURCE), PROXY_BEGIN, PROXY_END);
    String readme = Files.readString(README);
    String rest = readme.substring(readme.indexOf("```java\n") + 1);

    assertThat(between(rest, "```java\n", "\n```\n")).isEqualTo(code.stripIndent());
  }

  @Test
  void code_runTwice_asksTheServiceOnce() {
    run();
    assertThat(ASKED).hasValue(1);

    run();
    assertThat(ASKED).hasValue(1);
  }

  @Test
  void readme_firstJavaBlock_isTheCodeThatRuns() throws IOException {
    String code = between(Files.readString(SOURCE), BEGIN, END);

    assertThat(between(Files.readString(README), "```java\n", "\n```\n"))
        .isEqualTo(code.stripIndent());
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf(end, from);
    assertThat(text.indexOf(begin)).as("%s in the text", begin).isNotNegative();
    assertThat(to).as("%s after it", end).isGreaterThan(from);
    return text.substring(from, to);
  }
}

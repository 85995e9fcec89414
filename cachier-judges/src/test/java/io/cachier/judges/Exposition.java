package io.cachier.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A text format, as Python's prometheus_client reads it. */
enum Exposition {
  OPEN_METRICS("application/openmetrics-text; version=1.0.0", "openmetrics"),
  PLAIN_TEXT("text/plain; version=0.0.4", "text");

  private final String accept;
  private final String parser;

  Exposition(String accept, String parser) {
    this.accept = accept;
    this.parser = parser;
  }

  /** What to ask a server for. */
  String accept() {
    return accept;
  }

  /**
   * Parses a text; an error of the parser fails the test, and so does a series that comes twice.
   */
  Map<Truth.Series, Double> parse(String text) {
    Run parsed = Run.withInput(text, Program.PYTHON.path(), script().toString(), parser);
    assertThat(parsed.exit()).as(parsed.err()).isZero();
    List<Document> all = Document.parse(parsed.out()).list();
    Map<Truth.Series, Double> samples = new HashMap<>();
    for (Document sample : all) {
      samples.put(
          new Truth.Series(sample.get("name").text(), sample.get("labels").texts()),
          sample.get("value").number());
    }
    assertThat(samples).as("every series once").hasSameSizeAs(all);
    return samples;
  }

  private static Path script() {
    try {
      return Path.of(Exposition.class.getResource("/parse.py").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.cachier.judges;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * What a server on the loopback interface answered.
 *
 * @param status the HTTP status
 * @param contentType the type of the body, empty if none was told
 * @param body the body
 */
record Scrape(int status, String contentType, String body) {
  static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";
  static final String PLAIN_TEXT = "text/plain; version=0.0.4";

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  static Scrape of(URI address, String accept) {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Accept", accept)
            .timeout(Duration.ofSeconds(30))
            .build();
    try {
      HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
      return new Scrape(
          answer.statusCode(),
          answer.headers().firstValue("Content-Type").orElse(""),
          answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}

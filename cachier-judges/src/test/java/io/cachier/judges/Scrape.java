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
 * @param body the body
 */
record Scrape(int status, String body) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  static Scrape of(URI address, String accept) {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Accept", accept)
            .timeout(Duration.ofSeconds(30))
            .build();
    try {
      HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
      return new Scrape(answer.statusCode(), answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}

package io.cachier.exporter.prometheus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a scraper sees: samples by name and labels as they are written, and types by name. */
record Scraped(Map<String, Double> samples, Map<String, String> types) {
  private static final String TYPE = "# TYPE ";
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  /** Asks as Prometheus does that knows no other format. */
  static Scraped from(PrometheusExporter exporter) {
    return of(text(exporter.address().orElseThrow()));
  }

  static String text(URI address) {
    HttpResponse<byte[]> response = get(address, Map.of("Accept", "text/plain"));
    if (response.statusCode() != 200) {
      throw new AssertionError("status " + response.statusCode());
    }
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  static HttpResponse<byte[]> get(URI address, Map<String, String> headers) {
    return send("GET", address, headers);
  }

  static HttpResponse<byte[]> send(String method, URI address, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(Duration.ofSeconds(20))
            .method(method, HttpRequest.BodyPublishers.noBody());
    headers.forEach(request::header);
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  static Scraped of(String text) {
    Map<String, Double> samples = new LinkedHashMap<>();
    Map<String, String> types = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      int blank = line.lastIndexOf(' ');
      if (line.startsWith(TYPE)) {
        types.put(line.substring(TYPE.length(), blank), line.substring(blank + 1));
      } else if (!line.startsWith("#") && !line.isEmpty()) {
        Double former = samples.put(line.substring(0, blank), number(line.substring(blank + 1)));
        if (former != null) {
          throw new AssertionError("twice: " + line);
        }
      }
    }
    return new Scraped(samples, types);
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** The series whose written form begins so. */
  long count(String prefix) {
    return samples.keySet().stream().filter(series -> series.startsWith(prefix)).count();
  }
}

package io.cachier.exporter.prometheus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.cachier.exporter.prometheus.Scrapes.Rendered;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers what may be asked, and refuses the rest. What one of the application's collectors throws
 * costs that scrape alone, and is counted and told.
 */
final class GuardedHandler implements HttpHandler {
  static final String METRICS = "/metrics";
  static final String HEALTH = "/-/healthy";

  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  private final Scrapes scrapes;
  private final Mishaps mishaps;

  GuardedHandler(Scrapes scrapes, Mishaps mishaps) {
    this.scrapes = scrapes;
    this.mishaps = mishaps;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    // The JDK's server takes a context's path for a prefix; only these two are meant.
    String path = exchange.getRequestURI().getPath();
    if (!path.equals(METRICS) && !path.equals(HEALTH)) {
      refuse(exchange, 404, "Not found. The figures are at " + METRICS + "\n");
    } else if (!METHODS.contains(exchange.getRequestMethod())) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      refuse(exchange, 405, "Only GET and HEAD.\n");
    } else if (path.equals(HEALTH)) {
      answer(exchange, 200, "Up.\n");
    } else {
      scrape(exchange);
    }
  }

  private void scrape(HttpExchange exchange) throws IOException {
    List<String> names = ScrapeQuery.names(exchange.getRequestURI().getRawQuery());
    boolean compressed = isCompressed(exchange);
    Turn turn = Turn.current();
    turn.work();
    Rendered rendered;
    try {
      rendered = scrapes.scrape(names, header(exchange, "Accept"), compressed);
    } catch (RuntimeException e) {
      // One of the application's own collectors may fail; the others' figures go down with it.
      mishaps.failed("A scrape failed", e);
      refuse(exchange, 500, "The figures can't be read; the log says why.\n");
      return;
    }
    turn.answer();
    if (compressed) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    }
    send(exchange, 200, rendered.contentType(), rendered.body());
  }

  private static boolean isCompressed(HttpExchange exchange) {
    String codings = header(exchange, "Accept-Encoding");
    return codings != null
        && Arrays.stream(codings.split(","))
            .anyMatch(coding -> coding.strip().equalsIgnoreCase("gzip"));
  }

  private static @Nullable String header(HttpExchange exchange, String name) {
    List<String> values = exchange.getRequestHeaders().get(name);
    return values == null ? null : String.join(",", values);
  }

  private static void refuse(HttpExchange exchange, int status, String text) throws IOException {
    exchange.getResponseHeaders().set("Connection", "close");
    answer(exchange, status, text);
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    Chunks body = new Chunks();
    body.write(text.getBytes(StandardCharsets.UTF_8));
    send(exchange, status, "text/plain; charset=utf-8", body);
  }

  /** Sends an answer; to HEAD, its headers alone. */
  private static void send(HttpExchange exchange, int status, String contentType, Chunks body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", contentType);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.size()));
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.size());
      body.writeTo(exchange.getResponseBody(), Turn.current()::answer);
      // Closing would first read what the client has announced, and newer JDKs buffer the answer.
      exchange.getResponseBody().flush();
    }
    exchange.close();
  }
}

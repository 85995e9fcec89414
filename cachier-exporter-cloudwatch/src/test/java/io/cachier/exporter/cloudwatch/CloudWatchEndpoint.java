package io.cachier.exporter.cloudwatch;

import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A CloudWatch of the test's own: takes requests of the real SDK, answers as it is told, and checks
 * every one of them against CloudWatch's limits.
 */
final class CloudWatchEndpoint implements AutoCloseable {
  private static final CBORMapper CBOR = new CBORMapper();

  /** What it does with a request. */
  enum Answer {
    /** Takes it. */
    TAKEN,
    /** 400 Throttling. */
    THROTTLED,
    /** 503. */
    UNAVAILABLE,
    /** 500. */
    BROKEN,
    /** 400 InvalidParameterValue. */
    INVALID,
    /** 403 AccessDenied. */
    DENIED,
    /** 200, but by somebody who is not CloudWatch. */
    NOT_CLOUDWATCH,
    /** Closes the connection and does not answer. */
    RESET,
    /** Keeps the connection and does not answer. */
    HANG
  }

  /** What is said of invalid data. */
  static final String INVALID_MESSAGE =
      "The value NaN for parameter MetricData.member.1 is invalid";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(CloudWatchEndpoint::daemon);
  private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
  private final List<SentRequest> taken = new CopyOnWriteArrayList<>();
  private final List<SentRequest> refused = new CopyOnWriteArrayList<>();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Answer otherwise = Answer.TAKEN;

  CloudWatchEndpoint() {
    this(0);
  }

  CloudWatchEndpoint(int port) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** The contract looks for threads that are none. */
  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "cloudwatch-endpoint");
    thread.setDaemon(true);
    return thread;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How the next requests are answered, one by one. */
  void script(Answer... answers) {
    script.addAll(List.of(answers));
  }

  /** Forgets the rest of the script: every request is taken from now on. */
  void answerAll() {
    script.clear();
  }

  /** How requests past the script are answered: {@link Answer#TAKEN} at first. */
  void otherwise(Answer answer) {
    otherwise = answer;
  }

  List<SentRequest> taken() {
    return taken;
  }

  List<SentRequest> refused() {
    return refused;
  }

  List<SentDatum> takenData() {
    return taken.stream().flatMap(request -> request.data().stream()).toList();
  }

  List<SentDatum> takenData(String metric) {
    return takenData().stream().filter(datum -> datum.metric().equals(metric)).toList();
  }

  /** What was taken and refused so far is forgotten; faults are not. */
  void forget() {
    taken.clear();
    refused.clear();
  }

  /** Everything that CloudWatch would not have taken, in any request. */
  List<String> faults() {
    return faults;
  }

  int mostAtOnce() {
    return mostAtOnce.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
    try {
      SentRequest request = SentRequest.read(exchange);
      faults.addAll(LimitCheck.faultsOf(request));
      Answer scripted = script.poll();
      answer(exchange, request, scripted == null ? otherwise : scripted);
    } catch (RuntimeException e) {
      faults.add("not read: " + e);
      throw e;
    } finally {
      atOnce.decrementAndGet();
      exchange.close();
    }
  }

  private void answer(HttpExchange exchange, SentRequest request, Answer answer)
      throws IOException {
    (answer == Answer.TAKEN || answer == Answer.NOT_CLOUDWATCH ? taken : refused).add(request);
    switch (answer) {
      case TAKEN -> reply(exchange, 200, Map.of());
      case THROTTLED -> error(exchange, 400, "ThrottlingException", "Throttling", "Rate exceeded");
      case UNAVAILABLE -> error(exchange, 503, "ServiceUnavailable", "ServiceUnavailable", "Later");
      case BROKEN -> error(exchange, 500, "InternalServiceFault", "InternalServiceError", "Oops");
      case INVALID ->
          error(
              exchange,
              400,
              "InvalidParameterValueException",
              "InvalidParameterValue",
              INVALID_MESSAGE);
      case DENIED ->
          error(exchange, 403, "AccessDeniedException", "AccessDenied", "secret-canonical-request");
      case NOT_CLOUDWATCH -> {
        byte[] page = "<html>Log in to the guests' network</html>".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/html");
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
      }
      case RESET -> {
        // The connection is closed by handle().
      }
      case HANG -> {
        try {
          closing.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  private static void error(
      HttpExchange exchange, int status, String type, String queryCode, String message)
      throws IOException {
    exchange.getResponseHeaders().add("x-amzn-query-error", queryCode + ";Sender");
    reply(
        exchange, status, Map.of("__type", "com.amazonaws.cloudwatch#" + type, "message", message));
  }

  private static void reply(HttpExchange exchange, int status, Map<String, String> content)
      throws IOException {
    byte[] body = CBOR.writeValueAsBytes(content);
    exchange.getResponseHeaders().add("smithy-protocol", "rpc-v2-cbor");
    exchange.getResponseHeaders().add("Content-Type", "application/cbor");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}

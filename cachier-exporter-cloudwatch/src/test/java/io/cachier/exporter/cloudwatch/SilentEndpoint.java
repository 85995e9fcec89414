package io.cachier.exporter.cloudwatch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Takes everything and reads none of it, so as to cost a measurement little. */
final class SilentEndpoint implements AutoCloseable {
  private static final byte[] EMPTY_MAP = {(byte) 0xa0};

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private volatile long lastNanos = System.nanoTime();

  SilentEndpoint() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  int requests() {
    return requests.get();
  }

  long bytes() {
    return bytes.get();
  }

  /** Returns when nothing came for a fifth of a second. */
  void awaitRest() {
    while (System.nanoTime() - lastNanos < 200_000_000) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  long lastNanos() {
    return lastNanos;
  }

  private void handle(HttpExchange exchange) throws IOException {
    bytes.addAndGet(exchange.getRequestBody().readAllBytes().length);
    exchange.getResponseHeaders().add("smithy-protocol", "rpc-v2-cbor");
    exchange.sendResponseHeaders(200, EMPTY_MAP.length);
    exchange.getResponseBody().write(EMPTY_MAP);
    exchange.close();
    requests.incrementAndGet();
    lastNanos = System.nanoTime();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

package io.cachier.exporter.prometheus;

import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** The JDK's HTTP server with one handler, listening. */
final class MetricsServer implements AutoCloseable {
  private static final int BACKLOG = 128;

  private final HttpServer server;
  private final Workers workers;
  private final URI address;

  private MetricsServer(HttpServer server, Workers workers, URI address) {
    this.server = server;
    this.workers = workers;
    this.address = address;
  }

  /**
   * Listens.
   *
   * @throws IllegalStateException if that can't be done
   */
  static MetricsServer open(
      String host, int port, PrometheusRegistry registry, Mishaps mishaps, Workers.Limits limits) {
    HttpServer server;
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
      tryOut(address);
      server = HttpServer.create(address, BACKLOG);
    } catch (IOException e) {
      throw new IllegalStateException(
          "Prometheus exporter: can't listen on "
              + host
              + ":"
              + port
              + " ("
              + e.getMessage()
              + "). If another program, or another Cachier of this one, has the port, set"
              + " cachier.prometheus.port to another, or to 0 for a free one; several Cachiers of"
              + " one program can share the application's registry:"
              + " PrometheusExporter.builder().registry(...).server(false)",
          e);
    }
    Workers workers = new Workers(limits);
    server.setExecutor(workers);
    server.createContext("/", new GuardedHandler(new Scrapes(registry), mishaps));
    // The server's own thread is a daemon if the one that starts it is.
    CompletableFuture.runAsync(
            server::start, task -> Workers.daemon(task, "cachier-prometheus-start").start())
        .join();
    return new MetricsServer(server, workers, uri(server.getAddress()));
  }

  /**
   * The JDK's server loses a file handle whenever it fails to listen, and a start may be retried.
   */
  private static void tryOut(InetSocketAddress address) throws IOException {
    try (ServerSocket trial = new ServerSocket()) {
      trial.bind(address);
    }
  }

  /** Where a scraper finds the figures of a server that listens there. */
  static URI uri(InetSocketAddress bound) {
    String host = bound.getAddress().getHostAddress();
    return URI.create(
        "http://"
            + (host.contains(":") ? "[" + host.replaceFirst("%.*", "") + "]" : host)
            + ":"
            + bound.getPort()
            + GuardedHandler.METRICS);
  }

  URI address() {
    return address;
  }

  @Override
  public void close() {
    server.stop(0);
    workers.close();
  }
}

package io.cachier.judges;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** All exporters on one class path, found and fed by the engine: nobody is in another's way. */
@JudgedBy(Program.PYTHON)
class AllExportersTest {
  private static final Exposition FORMAT = Exposition.OPEN_METRICS;
  private static final byte[] EMPTY_CBOR_MAP = {(byte) 0xa0};

  @Test
  void jarsOnTheClassPath_metricsOn_areAllThatItTakes() throws Exception {
    CompletableFuture<String> request = new CompletableFuture<>();
    HttpServer cloudWatch = cloudWatch(request);
    int port = freePort();
    try (DatagramSocket statsd = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Cachier cachier =
            Cachier.builder()
                .setting("prometheus.port", Integer.toString(port))
                .setting("exporter.statsd.enabled", "true")
                .setting("statsd.port", Integer.toString(statsd.getLocalPort()))
                .setting("statsd.interval", "100ms")
                .setting("exporter.cloudwatch.enabled", "true")
                .setting(
                    "cloudwatch.endpoint", "http://127.0.0.1:" + cloudWatch.getAddress().getPort())
                .setting("cloudwatch.interval", "1s")
                .build()) {
      CachedFunction<Integer, Integer> function =
          cachier
              .function("together", Integer.class, Integer.class, argument -> argument)
              .backend("memory")
              .metrics(MetricsPolicy.on())
              .build();
      function.apply(1);
      function.apply(1);

      awaitLine(statsd, "cachier.together.calls.hit:1|c");
      assertThat(request.get(30, TimeUnit.SECONDS)).contains("aws-sdk-java");
      URI address = URI.create("http://127.0.0.1:" + port + "/metrics");
      Map<Truth.Series, Double> scraped = FORMAT.parse(Scrape.of(address, FORMAT.accept()).body());
      assertThat(scraped)
          .containsEntry(
              new Truth.Series(
                  "cachier_calls_total",
                  Map.of("function", "together", "backend", "memory", "outcome", "hit")),
              1.0);
      for (String exporter : new String[] {"prometheus", "statsd", "cloudwatch"}) {
        assertThat(scraped)
            .containsEntry(
                new Truth.Series("cachier_export_errors_total", Map.of("exporter", exporter)), 0.0);
      }
    } finally {
      cloudWatch.stop(0);
    }
  }

  /** Takes every request; what is in them is judged in the exporter's own module. */
  private static HttpServer cloudWatch(CompletableFuture<String> request) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("smithy-protocol", "rpc-v2-cbor");
          exchange.getResponseHeaders().set("Content-Type", "application/cbor");
          exchange.sendResponseHeaders(200, EMPTY_CBOR_MAP.length);
          exchange.getResponseBody().write(EMPTY_CBOR_MAP);
          exchange.close();
          request.complete(String.valueOf(exchange.getRequestHeaders().get("User-Agent")));
        });
    server.start();
    return server;
  }

  private static void awaitLine(DatagramSocket socket, String line) throws IOException {
    socket.setSoTimeout(30_000);
    String received = "";
    while (!received.contains(line)) {
      DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
      socket.receive(packet);
      received = new String(packet.getData(), 0, packet.getLength(), UTF_8);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

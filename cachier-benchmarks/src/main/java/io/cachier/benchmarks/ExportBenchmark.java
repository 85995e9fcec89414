package io.cachier.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpServer;
import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.ManagedCache;
import io.cachier.MetricsPolicy;
import io.cachier.exporter.cloudwatch.CloudWatchExporter;
import io.cachier.exporter.prometheus.PrometheusExporter;
import io.cachier.exporter.statsd.StatsdExporter;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.ProcessSnapshot;
import io.cachier.spi.MetricsExporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it takes to tell of a thousand functions: P13. A scrape is a whole request over loopback,
 * its body read; a flush is what the engine does each round, from reading the figures to handing
 * them over. The receivers are of this process: a socket that is never read, and an endpoint that
 * reads and agrees.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 40)
@Measurement(iterations = 40)
@Fork(2)
@State(Scope.Benchmark)
public class ExportBenchmark {
  private static final int FUNCTIONS = 1_000;
  private static final String NATIVE =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

  private static final byte[] STATUS_OK = "HTTP/1.1 200".getBytes(US_ASCII);

  private final byte[] answer = new byte[1 << 16];
  private final Map<String, MetricSnapshot> told = new HashMap<>();
  private Cachier cachier;
  private List<CachedFunction<Integer, Integer>> functions;
  private PrometheusExporter prometheus;
  private StatsdExporter statsd;
  private CloudWatchExporter cloudWatch;
  private DatagramSocket socket;
  private HttpServer endpoint;
  private ExecutorService endpointThreads;

  /** Builds a thousand functions with some hits and misses each, and the exporters by hand. */
  @Setup
  public void build() throws IOException {
    cachier =
        Cachier.builder()
            .backend("memory")
            .setting("exporter.prometheus.enabled", "false")
            .setting("exporter.statsd.enabled", "false")
            .setting("exporter.cloudwatch.enabled", "false")
            .build();
    openReceivers();
    prometheus = PrometheusExporter.builder().port(0).build();
    statsd =
        StatsdExporter.builder().port(socket.getLocalPort()).packetsPerSecond(1_000_000).build();
    cloudWatch =
        CloudWatchExporter.builder()
            .region("eu-central-1")
            .endpoint(URI.create("http://127.0.0.1:" + endpoint.getAddress().getPort()))
            .build();
    List<MetricsExporter> exporters = List.of(prometheus, statsd, cloudWatch);
    exporters.forEach(MetricsExporter::start);
    functions = new ArrayList<>();
    for (int i = 0; i < FUNCTIONS; i++) {
      CachedFunction<Integer, Integer> function =
          cachier
              .function("function." + i, Integer.class, Integer.class, x -> x * x)
              .metrics(MetricsPolicy.on())
              .build();
      functions.add(function);
      exporters.forEach(exporter -> exporter.registerFunction(function));
    }
    for (int call = 0; call < 200; call++) {
      callAll();
    }
  }

  private void openReceivers() throws IOException {
    System.setProperty("aws.accessKeyId", "benchmark");
    System.setProperty("aws.secretAccessKey", "benchmark");
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    endpointThreads = Executors.newCachedThreadPool();
    endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    endpoint.setExecutor(endpointThreads);
    endpoint.createContext(
        "/",
        exchange -> {
          try (exchange;
              InputStream body = exchange.getRequestBody()) {
            body.transferTo(OutputStream.nullOutputStream());
            exchange.getResponseHeaders().set("smithy-protocol", "rpc-v2-cbor");
            exchange.getResponseHeaders().set("Content-Type", "application/cbor");
            byte[] emptyMap = {(byte) 0xbf, (byte) 0xff};
            exchange.sendResponseHeaders(200, emptyMap.length);
            exchange.getResponseBody().write(emptyMap);
          }
        });
    endpoint.start();
  }

  /** Every round has something to tell of every function. */
  @Setup(Level.Invocation)
  public void callAll() {
    for (CachedFunction<Integer, Integer> function : functions) {
      for (int key = 0; key < 4; key++) {
        function.apply(key);
      }
    }
  }

  /** Closes what has threads, ports and files. */
  @TearDown
  public void close() {
    List.of(prometheus, statsd, cloudWatch).forEach(MetricsExporter::stop);
    cachier.close();
    endpoint.stop(0);
    endpointThreads.shutdown();
    socket.close();
  }

  /** A scrape of the text format, as any Prometheus sends it, not compressed. */
  @Benchmark
  public long prometheusText() throws IOException {
    return scrape("text/plain;version=0.0.4");
  }

  /** A scrape with native histograms. */
  @Benchmark
  public long prometheusNative() throws IOException {
    return scrape(NATIVE);
  }

  /** A round of StatsD, until it is handed over. */
  @Benchmark
  public void statsdFlush() {
    flush(statsd);
  }

  /** A round of CloudWatch, until it is handed over; the sending goes on beside the next. */
  @Benchmark
  public void cloudWatchFlush() {
    flush(cloudWatch);
  }

  /** By a socket, since a client that keeps what it read would cost as much as the scrape. */
  private long scrape(String accept) throws IOException {
    URI address = prometheus.address().orElseThrow();
    try (Socket client = new Socket(address.getHost(), address.getPort())) {
      String request =
          "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: "
              + accept
              + "\r\n\r\n";
      client.getOutputStream().write(request.getBytes(US_ASCII));
      InputStream in = client.getInputStream();
      byte[] statusLine = in.readNBytes(STATUS_OK.length);
      if (!Arrays.equals(statusLine, STATUS_OK)) {
        throw new IllegalStateException("answered " + new String(statusLine, US_ASCII));
      }
      long length = 0;
      for (int read = in.read(answer); read >= 0; read = in.read(answer)) {
        length += read;
      }
      return length;
    }
  }

  private void flush(MetricsExporter exporter) {
    for (ManagedCache function : functions) {
      MetricSnapshot now = function.metrics().cumulative();
      MetricSnapshot before = told.getOrDefault(function.name(), MetricSnapshot.empty());
      exporter.exportMetrics(function.name(), now.minus(before));
      told.put(function.name(), now);
    }
    exporter.exportProcess(ProcessSnapshot.EMPTY);
    if (exporter.errors() > 0 || exporter.dropped() > 0) {
      throw new IllegalStateException(
          exporter.name() + ": errors " + exporter.errors() + ", dropped " + exporter.dropped());
    }
  }
}

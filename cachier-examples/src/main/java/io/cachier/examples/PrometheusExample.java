package io.cachier.examples;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import io.cachier.exporter.prometheus.PrometheusExporter;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Calls cached functions in a loop, with their figures open to Prometheus, until it is interrupted.
 * {@code mvn -Pprometheus-example}, on a port of your choice with {@code
 * -Dcachier.prometheus.port=9090}; else on any that is free.
 */
public final class PrometheusExample {
  private static final int KEYS = 200;
  private static final long COMPUTE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private PrometheusExample() {}

  /**
   * Runs the example.
   *
   * @param args not used
   */
  public static void main(String[] args) {
    PrometheusExporter exporter =
        PrometheusExporter.builder().port(Integer.getInteger("cachier.prometheus.port", 0)).build();
    Thread loop = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(loop)));
    try (Cachier cachier = Cachier.builder().addExporter(exporter).build()) {
      run(cachier, exporter, System.out);
    }
  }

  /** Control-C is a wish to end well: what is open is closed before the process is gone. */
  private static void end(Thread loop) {
    loop.interrupt();
    try {
      loop.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void run(Cachier cachier, PrometheusExporter exporter, PrintStream out) {
    CachedFunction<Integer, String> quote = function(cachier, "example.quote", "memory");
    CachedFunction<Integer, String> report = function(cachier, "example.report", "file");
    Optional<URI> address = addressOf(exporter);
    if (address.isEmpty()) {
      out.println("Nothing listens; the log tells why. Another port: -Dcachier.prometheus.port=0");
      return;
    }
    out.println(address.get());
    out.println("Calls go on until you interrupt this: look there, and look again.");
    RandomGenerator random = RandomGenerator.getDefault();
    while (!Thread.currentThread().isInterrupted()) {
      // The square makes some keys far more popular than others, as they are in life.
      double share = random.nextDouble();
      int key = (int) (KEYS * share * share);
      quote.apply(key);
      report.apply(key);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static CachedFunction<Integer, String> function(
      Cachier cachier, String name, String backend) {
    return cachier
        .function(name, Integer.class, String.class, PrometheusExample::compute)
        .backend(backend)
        .staleAfter(Duration.ofSeconds(20))
        .staleWhileRevalidate(Duration.ofMinutes(1))
        .metrics(MetricsPolicy.on())
        .build();
  }

  private static String compute(int key) {
    LockSupport.parkNanos(COMPUTE_NANOS);
    return "value of " + key;
  }

  /** The exporter is started on a thread of its own, soon after the first function is built. */
  private static Optional<URI> addressOf(PrometheusExporter exporter) {
    long beganNanos = System.nanoTime();
    while (exporter.address().isEmpty()
        && System.nanoTime() - beganNanos < PATIENCE_NANOS
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return exporter.address();
  }
}

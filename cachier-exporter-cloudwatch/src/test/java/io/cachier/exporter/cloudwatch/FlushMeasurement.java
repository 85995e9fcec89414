package io.cachier.exporter.cloudwatch;

import io.cachier.CachedSupplier;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Outcome;
import io.cachier.metrics.ProcessSnapshot;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Measures P13, by hand: how long the flush of 1,000 functions of the real engine takes, apart from
 * the network. Run it without the coverage agent; the credentials are to be fakes.
 */
final class FlushMeasurement {
  private static final int ROUNDS = 20;
  private static final Set<String> MEASURED = Set.of("main", "cachier-cloudwatch");

  private FlushMeasurement() {}

  public static void main(String[] arguments) throws IOException {
    System.setProperty("aws.accessKeyId", "AKIAFAKEFAKEFAKEFAKE");
    System.setProperty("aws.secretAccessKey", "fake");
    System.setProperty("aws.disableEc2Metadata", "true");
    int functions = arguments.length == 0 ? 1_000 : Integer.parseInt(arguments[0]);
    try (Cachier cachier =
            Cachier.builder()
                .backend("memory")
                .setting("exporter.cloudwatch.enabled", "false")
                .build();
        SilentEndpoint endpoint = new SilentEndpoint()) {
      CloudWatchExporter exporter =
          new CloudWatchExporter(
              new Options(
                  "Cachier",
                  Optional.of("eu-central-1"),
                  Optional.of(endpoint.uri()),
                  Duration.ofMinutes(1),
                  60,
                  Optional.empty()));
      List<CachedSupplier<String>> cached = new ArrayList<>();
      for (int i = 0; i < functions; i++) {
        cached.add(
            cachier
                .supplier("orders.function." + i, String.class, () -> "value")
                .metrics(MetricsPolicy.on())
                .build());
      }
      long began = System.nanoTime();
      exporter.start();
      cached.forEach(exporter::registerFunction);
      for (int round = 0; round < ROUNDS; round++) {
        measure(exporter, endpoint, cached, began);
      }
      exporter.stop();
    }
  }

  private static void measure(
      CloudWatchExporter exporter,
      SilentEndpoint endpoint,
      List<CachedSupplier<String>> cached,
      long began) {
    Random random = new Random(1);
    List<MetricSnapshot> before = new ArrayList<>();
    for (CachedSupplier<String> function : cached) {
      before.add(function.metrics().cumulative());
      for (int call = 0; call < 200; call++) {
        function
            .metrics()
            .record(
                call % 10 == 0 ? Outcome.MISS : Outcome.HIT,
                Duration.ofNanos((long) Math.exp(8 + 8 * random.nextDouble())));
      }
    }
    List<MetricSnapshot> figures = new ArrayList<>();
    for (int i = 0; i < cached.size(); i++) {
      figures.add(cached.get(i).metrics().cumulative().minus(before.get(i)));
    }
    int requestsBefore = endpoint.requests();
    long bytesBefore = endpoint.bytes();
    long cpuBefore = cpuNanos();
    long start = System.nanoTime();
    for (int i = 0; i < cached.size(); i++) {
      exporter.exportMetrics(cached.get(i).name(), figures.get(i));
    }
    long gathered = System.nanoTime();
    exporter.exportProcess(ProcessSnapshot.EMPTY);
    long returned = System.nanoTime();
    endpoint.awaitRest();
    long done = endpoint.lastNanos();
    System.out.printf(
        "CPU %d ms; gathered %d ms, exportProcess %d ms, all arrived %d ms; %d requests, %d KB;"
            + " %d ms since the start, errors %d, dropped %d%n",
        (cpuNanos() - cpuBefore) / 1_000_000,
        (gathered - start) / 1_000_000,
        (returned - gathered) / 1_000_000,
        (done - start) / 1_000_000,
        endpoint.requests() - requestsBefore,
        (endpoint.bytes() - bytesBefore) / 1000,
        (done - began) / 1_000_000,
        exporter.errors(),
        exporter.dropped());
  }

  /**
   * Of the two threads that gather and that build requests; those of network and endpoint apart.
   */
  private static long cpuNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long nanos = 0;
    for (long id : threads.getAllThreadIds()) {
      ThreadInfo thread = threads.getThreadInfo(id);
      if (thread != null && MEASURED.contains(thread.getThreadName())) {
        nanos += Math.max(0, threads.getThreadCpuTime(id));
      }
    }
    return nanos;
  }
}

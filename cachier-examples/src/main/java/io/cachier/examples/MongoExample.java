package io.cachier.examples;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Two machines, as it were, ask for the same report at the same moment. One makes it, the other is
 * given it. {@code mvn -Pmongo-example -Dexec.args=mongodb://127.0.0.1:27017}, as often as you
 * like: the second time nobody makes it.
 */
public final class MongoExample {
  private static final String DEFAULT_URI = "mongodb://127.0.0.1:27017";

  private MongoExample() {}

  /**
   * Runs the example.
   *
   * @param args the connection string of a MongoDB; by default one on this machine
   */
  public static void main(String[] args) {
    String uri = args.length == 0 ? DEFAULT_URI : args[0];
    try (Cachier one = machine(uri);
        Cachier other = machine(uri)) {
      run(List.of(one, other), System.out);
    }
  }

  private static Cachier machine(String uri) {
    return Cachier.builder()
        .backend("mongo")
        .setting("mongo.uri", uri)
        // More than the default of a second: each machine asks but once, and connects for that.
        .operationTimeout(Duration.ofSeconds(5))
        .build();
  }

  static void run(List<Cachier> machines, PrintStream out) {
    List<CachedFunction<Integer, String>> reports =
        machines.stream().map(MongoExample::of).toList();
    List<CompletableFuture<String>> asked = new ArrayList<>();
    for (CachedFunction<Integer, String> report : reports) {
      asked.add(CompletableFuture.supplyAsync(() -> report.apply(2026)));
    }
    asked.forEach(answer -> out.println(answer.join()));
    long made = reports.stream().mapToLong(r -> r.metrics().snapshot().recalculations()).sum();
    out.printf(Locale.ROOT, "%d machines asked, %d made the report%n", machines.size(), made);
    out.println("It is kept at " + reports.get(0).location().orElse("memory"));
  }

  private static CachedFunction<Integer, String> of(Cachier machine) {
    return machine
        .function("example.report", Integer.class, String.class, MongoExample::make)
        .staleAfter(Duration.ofMinutes(10))
        .metrics(MetricsPolicy.on())
        .build();
  }

  /** What takes long elsewhere: here, adding up. */
  private static String make(int year) {
    double sum = 0;
    for (int i = 1; i < 200_000_000; i++) {
      sum += 1.0 / i;
    }
    return String.format(Locale.ROOT, "The report of %d: %.6f", year, sum);
  }
}

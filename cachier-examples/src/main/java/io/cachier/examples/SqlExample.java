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
 * Two machines, as it were, ask for the same sum at the same moment. One works it out, the other is
 * given it. {@code mvn -Psql-example}, as often as you like: the second time nobody works it out,
 * for it stands in a file of H2's. {@code -Dexec.args=jdbc:postgresql://...} names another
 * database, whose driver is to be added.
 */
public final class SqlExample {
  private static final String DEFAULT_URL = "jdbc:h2:./target/sql-example";

  private SqlExample() {}

  /**
   * Runs the example.
   *
   * @param args the URL of a database; by default a file of H2's in {@code target}
   */
  public static void main(String[] args) {
    String url = args.length == 0 ? DEFAULT_URL : args[0];
    try (Cachier one = machine(url);
        Cachier other = machine(url)) {
      run(List.of(one, other), System.out);
    }
  }

  private static Cachier machine(String url) {
    return Cachier.builder()
        .backend("sql")
        .setting("sql.url", url)
        // More than the default of a second: each machine asks but once, and connects for that.
        .operationTimeout(Duration.ofSeconds(5))
        .build();
  }

  static void run(List<Cachier> machines, PrintStream out) {
    List<CachedFunction<Integer, String>> sums = machines.stream().map(SqlExample::of).toList();
    List<CompletableFuture<String>> asked = new ArrayList<>();
    for (CachedFunction<Integer, String> sum : sums) {
      asked.add(CompletableFuture.supplyAsync(() -> sum.apply(200_000_000)));
    }
    asked.forEach(answer -> out.println(answer.join()));
    long made = sums.stream().mapToLong(sum -> sum.metrics().snapshot().recalculations()).sum();
    out.printf(Locale.ROOT, "%d machines asked, %d worked it out%n", machines.size(), made);
    out.println("It is kept at " + sums.get(0).location().orElse("memory"));
  }

  private static CachedFunction<Integer, String> of(Cachier machine) {
    return machine
        .function("example.sum", Integer.class, String.class, SqlExample::add)
        .staleAfter(Duration.ofMinutes(10))
        .metrics(MetricsPolicy.on())
        .build();
  }

  /** What takes long. */
  private static String add(int terms) {
    double sum = 0;
    for (int i = 1; i < terms; i++) {
      sum += 1.0 / i;
    }
    return String.format(Locale.ROOT, "The sum of %d terms: %.6f", terms, sum);
  }
}

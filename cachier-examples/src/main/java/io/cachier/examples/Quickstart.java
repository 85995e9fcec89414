package io.cachier.examples;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Fingerprints every module of the running JDK, which takes seconds, and keeps the results on disk:
 * run it twice. {@code mvn -Pquickstart}
 */
public final class Quickstart {
  private Quickstart() {}

  /**
   * Runs the example.
   *
   * @param args {@code --clear} forgets all results first
   */
  public static void main(String[] args) {
    try (Cachier cachier = Cachier.create()) {
      boolean clear = List.of(args).contains("--clear");
      run(cachier, JdkModules.names(), System.out, Terminal.isAttached(), clear);
    }
  }

  static void run(
      Cachier cachier, List<String> modules, PrintStream out, boolean terminal, boolean clear) {
    CachedFunction<String, String> fingerprint =
        cachier
            .function("quickstart.fingerprint", String.class, String.class, JdkModules::fingerprint)
            .backend("file")
            // Another JDK is other data: its results must not be taken for this one's.
            .version(Runtime.version().toString())
            .metrics(MetricsPolicy.on())
            .build();
    if (clear) {
      fingerprint.clear();
    }
    ProgressLine progress = new ProgressLine(out, terminal);
    long allNanos = 0;
    int done = 0;
    for (String module : modules) {
      progress.show(done++, modules.size(), module);
      long startNanos = System.nanoTime();
      String result = fingerprint.apply(module);
      long nanos = System.nanoTime() - startNanos;
      allNanos += nanos;
      progress.erase();
      out.printf(Locale.ROOT, "%-32s %.32s  %10.3f ms%n", module, result, nanos / 1e6);
    }
    out.printf(Locale.ROOT, "%n%d modules in %.1f ms%n%n", modules.size(), allNanos / 1e6);
    out.println(fingerprint.metrics().snapshot());
    out.println("Results are kept in " + fingerprint.location().orElse("memory"));
    out.println("Run the same command again: nothing is computed twice.");
    out.println("Figures like these in Prometheus, live: mvn -Pprometheus-example");
  }
}

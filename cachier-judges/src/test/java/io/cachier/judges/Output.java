package io.cachier.judges;

import io.cachier.exporter.prometheus.PrometheusExporter;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;

/** What a child process tells the test that started it: whole lines. */
final class Output {
  static final String ADDRESS = "address ";

  private Output() {}

  static void say(String line) {
    PrintStream out = System.out;
    synchronized (out) {
      out.println(line);
      out.flush();
    }
  }

  /** Waits until the exporter's own thread has started it, and tells where it listens. */
  static void address(PrometheusExporter exporter) {
    Optional<URI> address =
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(exporter::address, Optional::isPresent);
    say(ADDRESS + address.orElseThrow());
  }
}

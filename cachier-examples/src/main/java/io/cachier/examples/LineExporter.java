package io.cachier.examples;

import io.cachier.ManagedCache;
import io.cachier.metrics.MetricCatalogue;
import io.cachier.metrics.MetricSeries;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.spi.MetricsExporter;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An exporter of one's own: every ten seconds a line for each number that changed. Handed to {@code
 * Cachier.builder().addExporter(...)}, or named in {@code
 * META-INF/services/io.cachier.spi.MetricsExporter} and then found.
 */
public final class LineExporter implements MetricsExporter {
  private final Map<String, ManagedCache> functions = new ConcurrentHashMap<>();
  private final PrintStream out;

  /** Writes to the standard output. ServiceLoader needs this constructor. */
  public LineExporter() {
    this(System.out);
  }

  LineExporter(PrintStream out) {
    this.out = out;
  }

  @Override
  public String name() {
    return "lines";
  }

  @Override
  public Optional<Duration> interval() {
    return Optional.of(Duration.ofSeconds(10));
  }

  @Override
  public void registerFunction(ManagedCache function) {
    if (!function.metrics().isEnabled()) {
      throw new IllegalArgumentException(
          "metrics of '" + function.name() + "' are off; build it with MetricsPolicy.on()");
    }
    functions.put(function.name(), function);
  }

  @Override
  public void unregisterFunction(ManagedCache function) {
    functions.remove(function.name());
  }

  @Override
  public void exportMetrics(String name, MetricSnapshot difference) {
    ManagedCache function = functions.get(name);
    if (function != null) {
      for (MetricSeries series : MetricCatalogue.ofFunction(function, difference)) {
        if (series instanceof MetricSeries.Value number && number.value() > 0) {
          out.println(
              name
                  + " "
                  + series.family().nameWithUnit()
                  + series.labelValues()
                  + " "
                  + number.value());
        }
      }
    }
  }

  @Override
  public void start() {}

  @Override
  public void stop() {}
}

package io.cachier.exporter.cloudwatch;

import io.cachier.ManagedCache;
import io.cachier.metrics.MetricCatalogue;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.ProcessSnapshot;
import io.cachier.spi.MetricsExporter;
import io.cachier.spi.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;

/**
 * Pushes the figures of all functions to Amazon CloudWatch, every minute by default: the whole of
 * {@link MetricCatalogue}, durations as distributions of which CloudWatch computes percentiles.
 *
 * <p>On the class path it works by itself, with the region and the credentials that the AWS SDK
 * finds. By hand, for an application that has a client of its own:
 *
 * <pre>{@code
 * MetricsExporter exporter =
 *     CloudWatchExporter.builder().namespace("Orders/Cachier").client(myCloudWatchClient).build();
 * Cachier cachier = Cachier.builder().addExporter(exporter).build();
 * }</pre>
 *
 * <p>Figures are gathered by {@link #exportMetrics} and sent at the end of the round, by {@link
 * #exportProcess}, and by {@link #stop}. What CloudWatch does not take is sent again for 15
 * minutes, or three intervals if that is longer. Without region or credentials nothing is sent, and
 * one warning says so. Trouble with AWS is counted and told, and throws nothing; no thread keeps
 * the process alive. Thread-safe.
 */
public final class CloudWatchExporter implements MetricsExporter {
  private static final String NAME = "cloudwatch";

  /** A function, with the dimensions of all its data. */
  private record Registered(ManagedCache function, List<Dimension> dimensions) {}

  private final Clocks clocks;
  private final Tally tally = new Tally();
  private final Map<String, Registered> functions = new ConcurrentHashMap<>();
  private volatile Options options;
  private volatile @Nullable Courier courier;

  /** Makes an exporter with all defaults, for {@link java.util.ServiceLoader}. */
  public CloudWatchExporter() {
    this(Options.DEFAULTS);
  }

  CloudWatchExporter(Options options) {
    this(options, Clocks.SYSTEM);
  }

  CloudWatchExporter(Options options, Clocks clocks) {
    this.options = options;
    this.clocks = clocks;
  }

  /**
   * Begins an exporter that is built by hand.
   *
   * @return a builder that holds the defaults
   */
  public static CloudWatchExporterBuilder builder() {
    return new CloudWatchExporterBuilder();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> settings() {
    return Options.NAMES;
  }

  @Override
  public void configure(Settings settings) {
    options = Options.read(settings);
  }

  @Override
  public Optional<Duration> interval() {
    return Optional.of(options.interval());
  }

  @Override
  public void registerFunction(ManagedCache function) {
    if (!function.metrics().isEnabled()) {
      throw new IllegalArgumentException(
          "The metrics of function '"
              + function.name()
              + "' are off; build it with MetricsPolicy.on()");
    }
    List<Dimension> dimensions =
        List.of(
            Dimensions.of("Function", function.name()),
            Dimensions.of("Backend", function.backend()));
    functions.put(function.name(), new Registered(function, dimensions));
  }

  @Override
  public void unregisterFunction(ManagedCache function) {
    functions.computeIfPresent(
        function.name(), (name, known) -> known.function().equals(function) ? null : known);
  }

  /**
   * Gathers the figures of one function; nothing is sent yet. Ignored while the exporter is not
   * started, and for a function that is not registered.
   *
   * @param function the function's name
   * @param metrics what was recorded since the last call
   */
  @Override
  public void exportMetrics(String function, MetricSnapshot metrics) {
    Courier started = courier;
    Registered known = functions.get(function);
    if (started != null && known != null) {
      started.take(
          Translation.of(
              MetricCatalogue.ofFunction(known.function(), metrics),
              known.dimensions(),
              clocks.wall().millis(),
              tally));
    }
  }

  /**
   * Ends a round: begins to send what was gathered, and waits at most half a second for it. Ignored
   * while the exporter is not started.
   *
   * @param process what was counted since the last call
   */
  @Override
  public void exportProcess(ProcessSnapshot process) {
    Courier started = courier;
    if (started != null) {
      started.take(
          Translation.of(
              MetricCatalogue.ofProcess(process), List.of(), clocks.wall().millis(), tally));
      started.deliver();
    }
  }

  /**
   * {@return requests that failed after all of the SDK's repetitions, and failed attempts to find
   * region and credentials}
   */
  @Override
  public long errors() {
    return tally.errors();
  }

  @Override
  public long dropped() {
    return tally.dropped();
  }

  /**
   * Begins to work, and to look for region and credentials in the background; returns at once.
   * After a {@link #stop} it begins anew.
   */
  @Override
  public synchronized void start() {
    if (courier == null) {
      Courier made = new Courier(options, clocks, tally);
      made.start();
      courier = made;
    }
  }

  /**
   * Sends what is left, for at most 3 seconds, and closes the client if it was made here; returns
   * after at most 3.75 seconds.
   */
  @Override
  public synchronized void stop() {
    Courier started = courier;
    courier = null;
    if (started != null) {
      started.close();
    }
  }
}

package io.cachier.exporter.prometheus;

import io.cachier.ManagedCache;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.ProcessSnapshot;
import io.cachier.metrics.ProcessSnapshot.Exporter;
import io.cachier.spi.MetricsExporter;
import io.cachier.spi.Settings;
import io.cachier.spi.Ticker;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the figures for Prometheus: by default on {@code http://127.0.0.1:9090/metrics}, and
 * with a builder in the application's own registry. Figures are read when they are scraped, and
 * never between.
 *
 * <p>Found by {@link java.util.ServiceLoader}; the jar on the class path is all that is needed. By
 * hand:
 *
 * <pre>{@code
 * PrometheusExporter exporter =
 *     PrometheusExporter.builder()
 *         .registry(PrometheusRegistry.defaultRegistry)
 *         .server(false)
 *         .build();
 * Cachier cachier = Cachier.builder().addExporter(exporter).build();
 * }</pre>
 *
 * <p>Thread-safe. {@link #start()} may be tried again after it failed, and after {@link #stop()}.
 */
public final class PrometheusExporter implements MetricsExporter {
  static final String NAME = "prometheus";

  private static final System.Logger LOGGER = System.getLogger(PrometheusExporter.class.getName());

  private final Mishaps mishaps = new Mishaps(Ticker.system());
  private final FunctionTable functions = new FunctionTable();
  private final PrometheusRegistry registry;
  private final boolean ownRegistry;
  private volatile Supplier<ProcessSnapshot> process = this::withoutEngine;
  private Options options;
  private @Nullable Running running;

  /** With every default, until {@link #configure} says otherwise. */
  public PrometheusExporter() {
    this(Options.DEFAULTS, null);
  }

  PrometheusExporter(Options options, @Nullable PrometheusRegistry registry) {
    this.options = options;
    this.registry = registry == null ? new PrometheusRegistry() : registry;
    this.ownRegistry = registry == null;
  }

  /** What {@link #stop} has to undo. */
  private record Running(GuardedSource source, Naming naming, @Nullable MetricsServer server) {}

  /**
   * Begins to build one by hand.
   *
   * @return a builder with every default
   */
  public static PrometheusExporterBuilder builder() {
    return new PrometheusExporterBuilder();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> settings() {
    return Options.SETTINGS;
  }

  /** {@inheritDoc} What is not set stays as it was built. */
  @Override
  public synchronized void configure(Settings settings) {
    options = options.with(settings);
  }

  @Override
  public void attach(Supplier<ProcessSnapshot> supplier) {
    process = supplier;
  }

  @Override
  public void registerFunction(ManagedCache function) {
    if (!function.metrics().isEnabled()) {
      throw new IllegalArgumentException(
          "Function '"
              + function.name()
              + "' has its metrics off, so there is nothing to export; build it with"
              + " MetricsPolicy.on()");
    }
    functions.add(function);
  }

  @Override
  public void unregisterFunction(ManagedCache function) {
    functions.remove(function);
  }

  /** Does nothing: the figures are read when they are scraped. */
  @Override
  public void exportMetrics(String function, MetricSnapshot metrics) {}

  /** {@inheritDoc} Here: scrapes that failed, and functions whose figures could not be read. */
  @Override
  public long errors() {
    return mishaps.errors();
  }

  /** {@inheritDoc} Here: gauges of backends whose names can't be published. */
  @Override
  public long dropped() {
    return mishaps.dropped();
  }

  /**
   * Where the figures can be scraped.
   *
   * @return for example {@code http://127.0.0.1:9090/metrics}; empty while nothing listens
   */
  public synchronized Optional<URI> address() {
    return Optional.ofNullable(running).map(Running::server).map(MetricsServer::address);
  }

  /**
   * Begins to publish and, unless the server is off, to listen.
   *
   * @throws IllegalStateException if the address can't be listened on, or if the application's
   *     registry has another metric of one of the names; then nothing is published, and a later
   *     start may succeed
   */
  @Override
  public synchronized void start() {
    if (running != null) {
      return;
    }
    GuardedSource source = new GuardedSource(functions, () -> process.get(), mishaps);
    Naming naming = options.naming();
    publish(source, naming);
    MetricsServer server = null;
    if (options.server()) {
      try {
        server =
            MetricsServer.open(
                options.host(), options.port(), registry, mishaps, Workers.Limits.DEFAULTS);
      } catch (IllegalStateException e) {
        Publication.remove(source, registry, naming);
        throw e;
      }
      LOGGER.log(System.Logger.Level.INFO, "Cachier's figures for Prometheus: " + server.address());
    } else if (ownRegistry) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "The Prometheus exporter has neither a server nor the application's registry, so nobody"
              + " can see what it publishes; set cachier.prometheus.server to true, or build it"
              + " with PrometheusExporter.builder().registry(...)");
    }
    running = new Running(source, naming, server);
  }

  private void publish(GuardedSource source, Naming naming) {
    try {
      Publication.add(source, registry, naming);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "The application's registry refuses Cachier's metrics ("
              + e.getMessage()
              + "); give the exporter another registry, or the other metric another name",
          e);
    }
  }

  @Override
  public synchronized void stop() {
    Running stopped = running;
    if (stopped == null) {
      return;
    }
    running = null;
    Publication.remove(stopped.source(), registry, stopped.naming());
    if (stopped.server() != null) {
      stopped.server().close();
    }
  }

  /** What is told of the process when no engine feeds this exporter. */
  private ProcessSnapshot withoutEngine() {
    return new ProcessSnapshot(
        ProcessSnapshot.EMPTY.version(), Map.of(), Map.of(NAME, new Exporter(errors(), dropped())));
  }
}

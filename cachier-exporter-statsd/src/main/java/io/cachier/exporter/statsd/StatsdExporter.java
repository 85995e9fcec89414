package io.cachier.exporter.statsd;

import io.cachier.ManagedCache;
import io.cachier.exporter.statsd.Connection.Limits;
import io.cachier.metrics.MetricCatalogue;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.ProcessSnapshot;
import io.cachier.spi.MetricsExporter;
import io.cachier.spi.Settings;
import io.cachier.spi.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Pushes figures to a StatsD server, over UDP. Thread-safe.
 *
 * <p>With the jar on the class path, functions with metrics are pushed to {@code 127.0.0.1:8125}
 * every 10 seconds, as {@code cachier.<function>.<metric>}; {@code cachier.statsd.host}, {@code
 * port}, {@code prefix}, {@code interval}, {@code packet-bytes} and {@code packets-per-second}
 * change that. Counters are sent as what was added since the last round, whole durations as
 * counters and as quantiles in microseconds, everything else as gauges.
 *
 * <p>UDP tells nobody what was lost on its way. What is known not to have left this machine is
 * counted by {@link #errors()} and {@link #dropped()} and logged, at most once a minute.
 *
 * <p>By hand, without an engine that feeds it:
 *
 * <pre>{@code
 * StatsdExporter exporter = StatsdExporter.builder().host("metrics.internal").build();
 * exporter.registerFunction(forecast);
 * exporter.start();
 * MetricSnapshot now = forecast.metrics().cumulative();
 * exporter.exportMetrics(forecast.name(), now.minus(before));
 * exporter.stop();
 * }</pre>
 */
public final class StatsdExporter implements MetricsExporter {
  private static final System.Logger LOGGER = System.getLogger(StatsdExporter.class.getName());

  /** Stands where a function's name stands for what belongs to none. */
  private static final String PROCESS = "process";

  private final Tally tally;
  private final Map<String, FunctionFigures> functions = new ConcurrentHashMap<>();
  private final NameTable functionWords;
  private final NameTable words;
  private final Remainders processRemainders = new Remainders();
  private final Limits limits;
  private volatile StatsdOptions options;
  private @Nullable Connection connection;

  /** Made by {@link java.util.ServiceLoader}, with the default options. */
  public StatsdExporter() {
    this(StatsdOptions.DEFAULTS);
  }

  StatsdExporter(StatsdOptions options) {
    this(options, Limits.DEFAULTS, LOGGER);
  }

  StatsdExporter(StatsdOptions options, Limits limits, System.Logger logger) {
    RateLimitedLog namesLog = new RateLimitedLog(logger, Ticker.system());
    this.options = options;
    this.limits = limits;
    this.tally = new Tally(new RateLimitedLog(logger, Ticker.system()));
    this.functionWords = new NameTable(namesLog, PROCESS);
    this.words = new NameTable(namesLog);
  }

  /**
   * Begins to build an exporter by hand.
   *
   * @return a builder with the default options
   */
  public static StatsdExporterBuilder builder() {
    return new StatsdExporterBuilder();
  }

  @Override
  public String name() {
    return "statsd";
  }

  @Override
  public Set<String> settings() {
    return StatsdOptions.settings();
  }

  @Override
  public void configure(Settings settings) {
    options = options.read(settings);
  }

  @Override
  public Optional<Duration> interval() {
    return Optional.of(options.interval());
  }

  @Override
  public void registerFunction(ManagedCache function) {
    if (!function.metrics().isEnabled()) {
      throw new IllegalArgumentException(
          "function '"
              + function.name()
              + "' records no metrics, so there is nothing to export; build it with"
              + " metrics(MetricsPolicy.on())");
    }
    functionWords.word(function.name());
    functions.compute(
        function.name(),
        (name, known) ->
            known != null && known.isOf(function) ? known : new FunctionFigures(function));
  }

  @Override
  public void unregisterFunction(ManagedCache function) {
    functions.computeIfPresent(
        function.name(), (name, known) -> known.isOf(function) ? null : known);
  }

  /**
   * Hands the figures of one function over to be sent; returns before they are. Waits while more
   * than 16 MiB wait to be sent, as long as the sending gets on.
   *
   * @param function the function's name; one that is not registered is ignored
   * @param metrics what was recorded since the last call that returned normally
   * @throws IllegalStateException if the exporter is not started, or the network has taken nothing
   *     for a second while 16 MiB wait; nothing of these figures is sent then
   */
  @Override
  public void exportMetrics(String function, MetricSnapshot metrics) {
    FunctionFigures figures = functions.get(function);
    if (figures == null) {
      return;
    }
    Connection open = connection();
    synchronized (figures) {
      open.add(figures.write(metrics, base(functionWords.word(function)), words));
      figures.commit();
    }
  }

  /**
   * Hands the figures that belong to no function over to be sent, as {@link #exportMetrics} does.
   *
   * @param process what was counted since the last call that returned normally
   * @throws IllegalStateException as for {@link #exportMetrics}
   */
  @Override
  public void exportProcess(ProcessSnapshot process) {
    Connection open = connection();
    synchronized (processRemainders) {
      processRemainders.begin();
      List<String> figures =
          new SeriesLines(base(PROCESS), words, processRemainders)
              .write(MetricCatalogue.ofProcess(process));
      open.add(figures);
      processRemainders.commit();
    }
  }

  private String base(String word) {
    return options.prefix() + "." + word + ".";
  }

  private synchronized Connection connection() {
    Connection open = connection;
    if (open == null) {
      throw new IllegalStateException("the StatsD exporter is not started; call start() first");
    }
    return open;
  }

  /**
   * Packets that the client failed to send, for example because nobody listens at the port of this
   * machine that they were sent to.
   *
   * @return a count since the exporter was made
   */
  @Override
  public long errors() {
    return tally.errors();
  }

  /**
   * Figures that never left this machine: those in packets that could not be sent, and those that
   * were still waiting when the time to stop was over.
   *
   * @return a count since the exporter was made
   */
  @Override
  public long dropped() {
    return tally.dropped();
  }

  /**
   * Opens the socket. Resolves the server's name, which may take a while; the address is kept until
   * {@link #stop()}.
   *
   * @throws IllegalStateException if the name can't be resolved, if the client is missing, or if
   *     another client of the same package, Datadog's, is on the class path
   */
  @Override
  public synchronized void start() {
    if (connection == null) {
      connection = open();
    }
  }

  private Connection open() {
    StatsdOptions now = options;
    ClientJars.check(StatsdExporter.class.getClassLoader());
    try {
      InFlight inFlight = new InFlight(now.host() + ":" + now.port(), tally);
      return Connection.open(now, limits, tally, inFlight);
    } catch (LinkageError e) {
      throw ClientJars.unfit(StatsdExporter.class.getClassLoader(), e);
    }
  }

  /**
   * Sends what waits, within 2 seconds, and closes the socket. What can't be sent in that time is
   * counted as dropped. An interrupted thread does not wait.
   */
  @Override
  public void stop() {
    Connection open;
    synchronized (this) {
      open = connection;
      connection = null;
    }
    if (open != null) {
      open.close();
    }
  }
}

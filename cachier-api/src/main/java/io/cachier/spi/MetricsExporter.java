package io.cachier.spi;

import io.cachier.ManagedCache;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.ProcessSnapshot;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Carries figures out of the process. Implementations need a public constructor without parameters
 * to be found by {@link java.util.ServiceLoader}.
 *
 * <p>The engine calls {@link #configure}, then {@link #start} when the first function with metrics
 * is built, {@link #registerFunction} for each, and {@link #stop} when the cachier is closed. All
 * of that and every {@link #exportMetrics} happens on one thread that belongs to this exporter
 * alone, so an exporter that is slow, hangs or throws holds up nobody else; what it throws is
 * logged and counted.
 */
public interface MetricsExporter {
  /**
   * The exporter's name, as in {@code cachier.exporter.<name>.enabled}.
   *
   * @return lower-case letters, digits and hyphens
   */
  String name();

  /**
   * The settings that the exporter reads.
   *
   * @return their names without the prefix {@code cachier.}; any other is reported as unknown
   */
  default Set<String> settings() {
    return Set.of();
  }

  /**
   * Takes the merged settings, before {@link #start}. Not called on an exporter that was built by
   * hand.
   *
   * @param settings the merged settings
   */
  default void configure(Settings settings) {}

  /**
   * Takes what tells of the process, before {@link #start}. Only for an exporter that is pulled:
   * the others get it by {@link #exportProcess}. Not called on an exporter that no engine feeds.
   *
   * @param process gives the figures of now; thread-safe, quick, and never throws
   */
  default void attach(Supplier<ProcessSnapshot> process) {}

  /**
   * How often the figures are pushed.
   *
   * @return the interval of {@link #exportMetrics}; empty for an exporter that is pulled and reads
   *     {@link io.cachier.metrics.CacheMetrics#cumulative()} itself
   */
  default Optional<Duration> interval() {
    return Optional.empty();
  }

  /**
   * A function with metrics was built. Registering one twice is once. If this throws, the engine
   * calls it again after a while, and exports nothing of the function before.
   *
   * @param function the function
   * @throws IllegalArgumentException if the function's metrics are off
   */
  void registerFunction(ManagedCache function);

  /**
   * A function was closed; its series end.
   *
   * @param function a function that was registered
   */
  default void unregisterFunction(ManagedCache function) {}

  /**
   * Carries out the figures of one function.
   *
   * @param function the function's name
   * @param metrics what was recorded since the last call for this function that returned normally
   */
  void exportMetrics(String function, MetricSnapshot metrics);

  /**
   * Carries out the figures that belong to no function. It is called once a round, after {@link
   * #exportMetrics} was called for every function, and so is also the time to send what an exporter
   * gathers over a round. Not called on an exporter without an {@link #interval()}.
   *
   * @param process what was counted since the last call that returned normally, and the gauges of
   *     now
   */
  default void exportProcess(ProcessSnapshot process) {}

  /**
   * Attempts that failed without an exception from one of the methods above, for example on a
   * thread of a library. What is thrown is counted by the engine.
   *
   * @return a count since the exporter was made; thread-safe
   */
  default long errors() {
    return 0;
  }

  /**
   * Figures that were given up and will never arrive: for example what no longer fitted into a
   * buffer while the receiver was away.
   *
   * @return a count since the exporter was made; thread-safe
   */
  default long dropped() {
    return 0;
  }

  /**
   * Begins to work. Starting twice is once. If this throws, it should have left nothing behind: the
   * engine calls it again after a while, for a port may get free and a host come up. {@link
   * #configure} and {@link #attach} are not called again then.
   */
  void start();

  /** Ends the work and frees what it held. Stopping twice, or without a start, is harmless. */
  void stop();
}

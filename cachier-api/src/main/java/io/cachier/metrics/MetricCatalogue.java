package io.cachier.metrics;

import io.cachier.ManagedCache;
import io.cachier.metrics.MetricFamily.Kind;
import io.cachier.metrics.MetricFamily.Scope;
import io.cachier.metrics.MetricFamily.Unit;
import java.util.List;

/**
 * Every metric that leaves the process, and how it is read from a snapshot: the one place that says
 * so, for the exporters of this project and for anybody's own. What each metric means stands in
 * {@code docs/metrics.md}.
 *
 * <p>Read from a {@linkplain CacheMetrics#cumulative() cumulative} snapshot the series hold totals;
 * read from a difference, as {@link io.cachier.spi.MetricsExporter#exportMetrics} gets it, what was
 * added.
 */
public final class MetricCatalogue {
  /** Calls by outcome. */
  public static final MetricFamily CALLS =
      of("calls", Kind.COUNTER, Unit.NONE, "Calls by outcome.", "outcome");

  /** How long whole calls took. */
  public static final MetricFamily CALL_DURATION =
      of("call_duration", Kind.HISTOGRAM, Unit.SECONDS, "How long calls took.", "outcome");

  /** How long the function itself ran. */
  public static final MetricFamily COMPUTE_DURATION =
      of(
          "compute_duration",
          Kind.HISTOGRAM,
          Unit.SECONDS,
          "How long the function itself ran.",
          "result",
          "trigger");

  /** Calls that found a stale entry, served or not. */
  public static final MetricFamily STALE_FOUND =
      of(
          "stale_found",
          Kind.COUNTER,
          Unit.NONE,
          "Calls that found a stale entry, whether it was served or not.");

  /** Waits for another caller that ran out. */
  public static final MetricFamily WAIT_TIMEOUTS =
      of(
          "wait_timeouts",
          Kind.COUNTER,
          Unit.NONE,
          "Waits for another caller's computation that ran out.");

  /** Values that were not stored. */
  public static final MetricFamily REJECTIONS =
      of("rejections", Kind.COUNTER, Unit.NONE, "Values that were not stored.", "reason");

  /** What went wrong without a caller's being told. */
  public static final MetricFamily FAULTS =
      of("faults", Kind.COUNTER, Unit.NONE, "Faults that no caller was told of.", "kind");

  /** Entries stored now. */
  public static final MetricFamily ENTRIES =
      of(
          "entries",
          Kind.GAUGE,
          Unit.NONE,
          "Entries stored now, by all processes that share the backend.");

  /** Their size. */
  public static final MetricFamily SIZE =
      of(
          "size",
          Kind.GAUGE,
          Unit.BYTES,
          "Size of the entries stored now, by all processes that share the backend.");

  /** The share of hits in recent calls. */
  public static final MetricFamily WINDOW_HIT_RATIO =
      of(
          "window_hit",
          Kind.GAUGE,
          Unit.RATIO,
          "Share of hits in the calls of the last while that asked the cache.",
          "window");

  /** How long callers waited for another's computation. */
  public static final MetricFamily WAIT_DURATION =
      of(
          "wait_duration",
          Kind.HISTOGRAM,
          Unit.SECONDS,
          "How long callers waited for another caller's computation.",
          "result");

  /** Runs of the function that are under way. */
  public static final MetricFamily COMPUTATIONS_IN_FLIGHT =
      of(
          "computations_in_flight",
          Kind.GAUGE,
          Unit.NONE,
          "Runs of the function now under way in this process.");

  /** Callers that wait. */
  public static final MetricFamily WAITERS =
      of(
          "waiters",
          Kind.GAUGE,
          Unit.NONE,
          "Callers in this process that now wait for another caller's computation.");

  /** How long the backend's operations took. */
  public static final MetricFamily BACKEND_OPERATION_DURATION =
      of(
          "backend_operation_duration",
          Kind.HISTOGRAM,
          Unit.SECONDS,
          "How long operations of the backend took, by what became of them.",
          "operation",
          "error_type");

  /** Payload read from and written to the backend. */
  public static final MetricFamily BACKEND_IO =
      of(
          "backend_io",
          Kind.COUNTER,
          Unit.BYTES,
          "Bytes of payload read from and written to the backend.",
          "direction");

  /** Entries removed. */
  public static final MetricFamily REMOVALS =
      of("removals", Kind.COUNTER, Unit.NONE, "Entries removed by this process.", "cause");

  /** How old served values were. */
  public static final MetricFamily SERVED_AGE =
      of("served_age", Kind.HISTOGRAM, Unit.SECONDS, "How old served values were.", "outcome");

  /** Computing time that hits spared. */
  public static final MetricFamily TIME_SAVED =
      of("time_saved", Kind.COUNTER, Unit.SECONDS, "Computing time that served values spared.");

  /** The share of calls that is recorded. */
  public static final MetricFamily SAMPLING =
      of(
          "sampling",
          Kind.GAUGE,
          Unit.RATIO,
          "Share of calls that is recorded; all figures are scaled up by it.");

  /** A backend's connections. */
  public static final MetricFamily POOL_CONNECTIONS =
      ofProcess(
          "pool_connections",
          Kind.GAUGE,
          "Connections of a backend's pool by state.",
          "backend",
          "pool",
          "state");

  /** Attempts of an exporter that failed. */
  public static final MetricFamily EXPORT_ERRORS =
      ofProcess("export_errors", Kind.COUNTER, "Attempts of an exporter that failed.", "exporter");

  /** Figures that an exporter gave up. */
  public static final MetricFamily EXPORT_DROPPED =
      ofProcess(
          "export_dropped",
          Kind.COUNTER,
          "Figures that an exporter gave up and that will never arrive.",
          "exporter");

  /** The version of Cachier. */
  public static final MetricFamily BUILD_INFO =
      ofProcess("build_info", Kind.GAUGE, "Always 1; the label tells the version.", "version");

  private static final List<MetricFamily> ALL =
      List.of(
          CALLS,
          CALL_DURATION,
          COMPUTE_DURATION,
          STALE_FOUND,
          WAIT_TIMEOUTS,
          REJECTIONS,
          FAULTS,
          ENTRIES,
          SIZE,
          WINDOW_HIT_RATIO,
          WAIT_DURATION,
          COMPUTATIONS_IN_FLIGHT,
          WAITERS,
          BACKEND_OPERATION_DURATION,
          BACKEND_IO,
          REMOVALS,
          SERVED_AGE,
          TIME_SAVED,
          SAMPLING,
          POOL_CONNECTIONS,
          EXPORT_ERRORS,
          EXPORT_DROPPED,
          BUILD_INFO);

  private MetricCatalogue() {}

  /**
   * Every family; gauges of its own that a backend publishes come beside them.
   *
   * @return an immutable list
   */
  public static List<MetricFamily> families() {
    return ALL;
  }

  /**
   * The series of one function.
   *
   * <p>Counters are always there, with 0 where nothing happened; histograms as soon as they hold
   * something; gauges where a value is known. The ratio of a window without calls is NaN.
   *
   * @param function the function; read for its windows only
   * @param figures its cumulative snapshot, or a difference
   * @return the series, family by family
   */
  public static List<MetricSeries> ofFunction(ManagedCache function, MetricSnapshot figures) {
    return new FunctionReading(function, figures).series();
  }

  /**
   * The series that belong to no function.
   *
   * @param process its snapshot, or a difference
   * @return the series, family by family
   */
  public static List<MetricSeries> ofProcess(ProcessSnapshot process) {
    return ProcessReading.series(process);
  }

  private static MetricFamily of(String name, Kind kind, Unit unit, String help, String... labels) {
    return new MetricFamily(name, kind, unit, Scope.FUNCTION, List.of(labels), help);
  }

  private static MetricFamily ofProcess(String name, Kind kind, String help, String... labels) {
    return new MetricFamily(name, kind, Unit.NONE, Scope.PROCESS, List.of(labels), help);
  }
}

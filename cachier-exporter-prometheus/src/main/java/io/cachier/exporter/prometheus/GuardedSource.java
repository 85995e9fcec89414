package io.cachier.exporter.prometheus;

import io.cachier.exporter.prometheus.ServedFunction.Reading;
import io.cachier.metrics.ProcessSnapshot;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What one exporter publishes. Whatever goes wrong while it is read costs only the figures of which
 * it went wrong, is counted and told.
 */
final class GuardedSource {
  private static final System.Logger LOGGER = System.getLogger(GuardedSource.class.getName());

  private final FunctionTable functions;
  private final Supplier<ProcessSnapshot> process;
  private final Mishaps mishaps;

  GuardedSource(FunctionTable functions, Supplier<ProcessSnapshot> process, Mishaps mishaps) {
    this.functions = functions;
    this.process = process;
    this.mishaps = mishaps;
  }

  Mishaps mishaps() {
    return mishaps;
  }

  /**
   * Reads every function that no other of its name was read before.
   *
   * @param taken the names read before, and after that those of this source too
   * @param readings what is read is added here
   */
  void read(Naming naming, Set<List<String>> taken, List<Reading> readings) {
    for (ServedFunction function : functions.functions()) {
      readOne(function, naming, taken, readings);
    }
  }

  @SuppressWarnings("CatchingUnchecked") // a function registered by hand is anybody's code
  private void readOne(
      ServedFunction function, Naming naming, Set<List<String>> taken, List<Reading> readings) {
    try {
      List<String> key = function.key(naming);
      if (taken.add(key)) {
        readings.add(function.read(naming));
      } else if (function.hide()) {
        LOGGER.log(
            System.Logger.Level.WARNING,
            "Two functions of "
                + naming.functionLabels()
                + " "
                + key
                + " are registered, and Prometheus can't tell them apart: only the first is"
                + " published; give one of them another name");
      }
    } catch (Exception | LinkageError e) {
      mishaps.failed("Reading the figures of a function failed", e);
    }
  }

  @SuppressWarnings("CatchingUnchecked") // gauges of backends are anybody's code
  ProcessSnapshot process() {
    try {
      return process.get();
    } catch (Exception | LinkageError e) {
      mishaps.failed("Reading the figures of the process failed", e);
      return ProcessSnapshot.EMPTY;
    }
  }
}

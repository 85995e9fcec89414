package io.cachier.core;

import io.cachier.core.Roster.Member;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.ProcessSnapshot;
import io.cachier.spi.MetricsExporter;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is done with one exporter, step by step. Used on the exporter's thread alone. Nothing here
 * throws what the exporter threw: that is counted, told, and made good by a later step, since every
 * difference is taken from the last call that returned.
 */
final class ExporterWork {
  private final MetricsExporter exporter;
  private final GuardedExporter guarded;
  private final Roster roster;
  private final @Nullable MergedSettings settings;
  private final Supplier<ProcessSnapshot> process;
  private ProcessSnapshot exportedProcess = ProcessSnapshot.EMPTY;
  private boolean configured;
  private boolean started;
  private long intervalNanos;

  ExporterWork(
      MetricsExporter exporter,
      GuardedExporter guarded,
      Roster roster,
      @Nullable MergedSettings settings,
      Supplier<ProcessSnapshot> process) {
    this.exporter = exporter;
    this.guarded = guarded;
    this.roster = roster;
    this.settings = settings;
    this.process = process;
  }

  /** Configures and starts; gives what went wrong, counted but not told. May be tried again. */
  @Nullable Throwable start() {
    return guarded.failureOf(
        () -> {
          if (!configured) {
            configure();
            exporter.attach(process);
            intervalNanos = exporter.interval().map(ExporterWork::positiveNanos).orElse(0L);
            configured = true;
          }
          exporter.start();
          started = true;
        });
  }

  private void configure() {
    if (settings != null) {
      MergedSettings own = settings.fresh();
      exporter.configure(own);
      List<String> problems = own.problems();
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", problems));
      }
    }
  }

  private static long positiveNanos(Duration interval) {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException(
          "interval was '" + interval + "' but it must be positive; give none to be pulled");
    }
    return Durations.saturatedNanos(interval);
  }

  /** The pause between two rounds; 0: the exporter is pulled. Known once it has started. */
  long intervalNanos() {
    return intervalNanos;
  }

  boolean isStarted() {
    return started;
  }

  /**
   * Tells the exporter which functions came and went, as soon as it has started.
   *
   * @return false if some registration failed and has to be tried again
   */
  boolean settle() {
    if (started) {
      for (Member member = roster.next(); member != null; member = roster.next()) {
        settle(member);
      }
    }
    return !roster.hasPutOff();
  }

  private void settle(Member member) {
    boolean registered =
        roster.isRegistered(member)
            || guarded.attempt(
                "registerFunction", () -> exporter.registerFunction(member.function()));
    if (!registered) {
      if (!roster.putOff(member)) {
        guarded.giveUp();
      }
    } else if (!roster.keeps(member)) {
      farewell(member);
    }
  }

  private void farewell(Member member) {
    if (intervalNanos > 0 && !export(member)) {
      guarded.giveUp();
    }
    guarded.attempt("unregisterFunction", () -> exporter.unregisterFunction(member.function()));
  }

  /** Pushes the figures of every function, and at the end those of the process. */
  void round() {
    for (Member member : roster.carried()) {
      export(member);
    }
    guarded.attempt(
        "exportProcess",
        () -> {
          ProcessSnapshot now = process.get();
          exporter.exportProcess(now.minus(exportedProcess));
          exportedProcess = now;
        });
  }

  private boolean export(Member member) {
    return guarded.attempt(
        "exportMetrics",
        () -> {
          MetricSnapshot now = member.function().metrics().cumulative();
          exporter.exportMetrics(member.function().name(), now.minus(member.exported()));
          member.exported(now);
        });
  }

  /** Pushes what is left, and stops the exporter, whether it ever started or not. */
  void finish() {
    settle();
    if (started && intervalNanos > 0) {
      round();
    }
    guarded.attempt("stop", exporter::stop);
  }
}

package io.cachier.core;

import io.cachier.ManagedCache;
import io.cachier.metrics.ProcessSnapshot;
import io.cachier.spi.MetricsExporter;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One exporter and the one daemon thread on which all of it happens.
 *
 * <p>What should be is kept in a {@link Roster}, and the thread brings the exporter there: so there
 * is at most one task in line for each purpose, however long the exporter hangs. A start or a
 * registration that failed is tried again after a while, ever more rarely.
 */
final class ExporterThread {
  private static final System.Logger LOGGER = System.getLogger(ExporterThread.class.getName());

  private final GuardedExporter guarded;
  private final Roster roster = new Roster();
  private final ExporterWork work;
  private final Backoff backoff;
  private final ScheduledThreadPoolExecutor thread;
  private final AtomicBoolean inLine = new AtomicBoolean();

  // Used on the exporter's thread alone.
  private int failedStarts;
  private @Nullable Future<?> retry;

  /**
   * Makes the thread; it runs from {@link #begin} on.
   *
   * @param settings given to an exporter that was found; null for one that was built by hand
   * @param figures what tells of the process
   * @param backoff when to try again what failed
   */
  ExporterThread(
      MetricsExporter exporter,
      @Nullable MergedSettings settings,
      ProcessFigures figures,
      Backoff backoff) {
    this.guarded = new GuardedExporter(exporter);
    this.work = new ExporterWork(exporter, guarded, roster, settings, () -> figures.askedBy(this));
    this.backoff = backoff;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1, DaemonThreads.named("cachier-exporter-" + guarded.name()));
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(true);
    thread.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    // A retry that is cancelled at the end must not keep the thread until it would be due.
    thread.setRemoveOnCancelPolicy(true);
  }

  String name() {
    return guarded.name();
  }

  /**
   * How the exporter fares. It may hang when it is asked, so it is asked on its own account alone;
   * others are told what it said last, and the next time what it says now.
   *
   * @param onItsOwnAccount whether this is for the exporter itself
   */
  ProcessSnapshot.Exporter fares(boolean onItsOwnAccount) {
    if (onItsOwnAccount) {
      return guarded.ask();
    }
    wake();
    return guarded.known();
  }

  /** Starts the exporter, on its own thread. */
  void begin() {
    unlessClosed(() -> thread.execute(this::start));
  }

  void register(ManagedCache function) {
    roster.join(function);
    wake();
  }

  void unregister(ManagedCache function) {
    if (!roster.leave(function)) {
      guarded.giveUp();
    }
    wake();
  }

  /** Lets the exporter push what is left, then stops it. Returns at once. */
  void beginStop() {
    unlessClosed(() -> thread.execute(this::stop));
    thread.shutdown();
  }

  void awaitStop(long deadlineNanos) {
    try {
      if (!thread.awaitTermination(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        LOGGER.log(
            System.Logger.Level.WARNING,
            "Exporter '"
                + name()
                + "' did not stop in time and was left behind; "
                + backlog()
                + " functions it has not been told of");
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** How many functions the exporter has still to be told of. */
  int backlog() {
    return roster.backlog();
  }

  /** How many tasks wait for the thread: no more than there are purposes. */
  int tasks() {
    return thread.getQueue().size();
  }

  private void wake() {
    if (inLine.compareAndSet(false, true)) {
      unlessClosed(
          () ->
              thread.execute(
                  () -> {
                    inLine.set(false);
                    settle();
                    guarded.ask();
                  }));
    }
  }

  private void start() {
    Throwable failure = work.start();
    if (failure != null) {
      failedStarts++;
      Duration pause = backoff.next();
      tell(failure, pause);
      retryAfter(pause, this::start);
      return;
    }
    if (failedStarts > 0) {
      LOGGER.log(
          System.Logger.Level.INFO,
          "Exporter '" + name() + "' has started, attempts that failed before: " + failedStarts);
    }
    backoff.reset();
    long nanos = work.intervalNanos();
    if (nanos > 0) {
      unlessClosed(() -> pushEvery(nanos));
    }
    settle();
  }

  private void pushEvery(long nanos) {
    Future<?> unused =
        thread.scheduleWithFixedDelay(work::round, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  private void tell(Throwable failure, Duration pause) {
    System.Logger.Level level =
        failedStarts == 1 ? System.Logger.Level.ERROR : System.Logger.Level.DEBUG;
    LOGGER.log(
        level,
        "Exporter '"
            + name()
            + "' could not start and exports nothing; all else goes on: "
            + GuardedExporter.describe(failure)
            + ". Mend the cause (it is tried again in "
            + pause.toSeconds()
            + " s, later at least every "
            + backoff.most().toSeconds()
            + " s), or switch it off by cachier.exporter."
            + name()
            + ".enabled=false");
  }

  private void settle() {
    if (work.settle()) {
      if (work.isStarted()) {
        backoff.reset();
      }
    } else if (retry == null) {
      retryAfter(
          backoff.next(),
          () -> {
            roster.retry();
            settle();
          });
    }
  }

  private void retryAfter(Duration pause, Runnable attempt) {
    Runnable again =
        () -> {
          retry = null;
          attempt.run();
        };
    unlessClosed(() -> retry = thread.schedule(again, pause.toNanos(), TimeUnit.NANOSECONDS));
  }

  private void stop() {
    Future<?> pending = retry;
    if (pending != null) {
      pending.cancel(false);
    }
    work.finish();
  }

  private static void unlessClosed(Runnable schedule) {
    try {
      schedule.run();
    } catch (RejectedExecutionException e) {
      // What is not in line by now comes too late: there is nobody left to tell.
      LOGGER.log(System.Logger.Level.DEBUG, "exporter is closed", e);
    }
  }
}

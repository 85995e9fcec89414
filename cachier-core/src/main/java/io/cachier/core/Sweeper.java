package io.cachier.core;

import io.cachier.BackendException;
import io.cachier.spi.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Removes, in the background, entries that are too old to be served: on one daemon thread, one
 * function after the other, so that a process never has more than one removal under way. The first
 * comes after a random part of the interval: the processes of a fleet start together, and need not
 * sweep together. The thread starts with the first function that asks for it.
 */
final class Sweeper implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(Sweeper.class.getName());

  private final RandomGenerator random;
  private final RateLimitedLog log;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, DaemonThreads.named("cachier-cleanup"));
  private final Map<CoreManagedCache<?, ?>, Future<?>> tasks = new ConcurrentHashMap<>();

  Sweeper(RandomGenerator random, Ticker ticker) {
    this.random = random;
    this.log = new RateLimitedLog(LOGGER, ticker);
    timer.setRemoveOnCancelPolicy(true);
  }

  void begin(CoreManagedCache<?, ?> function, Duration interval) {
    long nanos = interval.toNanos();
    long firstNanos = (long) (nanos * random.nextDouble());
    try {
      tasks.put(
          function,
          timer.scheduleWithFixedDelay(
              () -> sweep(function), firstNanos, nanos, TimeUnit.NANOSECONDS));
    } catch (RejectedExecutionException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "closed: nothing is swept any more", e);
    }
  }

  void end(CoreManagedCache<?, ?> function) {
    Future<?> task = tasks.remove(function);
    if (task != null) {
      task.cancel(false);
    }
  }

  private void sweep(CoreManagedCache<?, ?> function) {
    if (!function.isInUse()) {
      return;
    }
    try {
      long removed = function.cleanup();
      LOGGER.log(
          System.Logger.Level.DEBUG,
          () -> "Function '" + function.name() + "': removed " + removed + " entries by age");
    } catch (BackendException e) {
      // Counted and told by the backend's guard; the next round tries again.
      LOGGER.log(System.Logger.Level.DEBUG, "cleanup failed", e);
    } catch (RuntimeException e) {
      // A local backend has no guard, and what is thrown here would end all later rounds.
      log.warn(
          () ->
              "Function '"
                  + function.name()
                  + "': cleanup failed: "
                  + e.getClass().getName()
                  + "; it is tried again after the interval");
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}

package io.cachier.core.file;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Waits for claims to end, without a thread that blocks: one daemon thread, started by the first
 * wait, looks again and again, after 1 ms at first and after 20 ms at last. Polling, because a file
 * system tells of changes to folders only, on some systems only after seconds, and costs a handle
 * for each folder watched.
 */
final class FileWaiters {
  private static final long LEAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long MOST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final ScheduledThreadPoolExecutor scheduler =
      new ScheduledThreadPoolExecutor(1, work -> DaemonThread.of(work, "cachier-file-waits"));
  private final Set<Wait> waiting = ConcurrentHashMap.newKeySet();

  /**
   * Waits until a lease ended.
   *
   * @param remainingNanos tells how long the lease still runs, zero if there is none
   * @param atMost when to wake at the latest
   */
  CompletableFuture<Void> await(FileAction<Long> remainingNanos, Duration atMost) {
    Wait wait = new Wait(remainingNanos, System.nanoTime(), EpochNanos.span(atMost));
    waiting.add(wait);
    wait.run();
    return wait.result;
  }

  /** Ends all waits. */
  void close() {
    scheduler.shutdownNow();
    waiting.forEach(wait -> wait.result.complete(null));
  }

  private final class Wait implements Runnable {
    private final CompletableFuture<Void> result = new CompletableFuture<>();
    private final FileAction<Long> remainingNanos;
    private final long startNanos;
    private final long atMostNanos;
    private long pauseNanos = LEAST_PAUSE_NANOS;

    Wait(FileAction<Long> remainingNanos, long startNanos, long atMostNanos) {
      this.remainingNanos = remainingNanos;
      this.startNanos = startNanos;
      this.atMostNanos = atMostNanos;
    }

    @Override
    public void run() {
      if (result.isDone() || !goOn()) {
        waiting.remove(this);
      }
    }

    /** False when the wait is over; it is cancelled or closed from outside. */
    private boolean goOn() {
      try {
        long untilGivenUp = atMostNanos - (System.nanoTime() - startNanos);
        long longest = Math.min(untilGivenUp, remainingNanos.run());
        if (longest <= 0) {
          result.complete(null);
          return false;
        }
        long pause = pauseNanos - ThreadLocalRandom.current().nextLong(pauseNanos / 4);
        pauseNanos = Math.min(pauseNanos * 3 / 2, MOST_PAUSE_NANOS);
        var unused = scheduler.schedule(this, Math.min(longest, pause), TimeUnit.NANOSECONDS);
        return true;
      } catch (RejectedExecutionException closed) {
        result.complete(null);
      } catch (IOException | RuntimeException failure) {
        // Nobody looks at a task of the scheduler: the one who waits must be told.
        result.completeExceptionally(failure);
      }
      return false;
    }
  }
}

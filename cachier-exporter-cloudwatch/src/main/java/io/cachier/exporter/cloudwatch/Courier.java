package io.cachier.exporter.cloudwatch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Carries data from {@link #take} to CloudWatch, from a start to a stop. What may take long, which
 * is to look for credentials and to build, send and await requests, happens on a daemon thread of
 * its own, so that {@link #deliver} and {@link #close} wait no longer than they say. Thread-safe.
 */
final class Courier {
  /** How long a round is waited for; after that it goes on by itself. */
  static final Duration ROUND_WAIT = Duration.ofMillis(500);

  /** How long the last round is waited for; after that it is broken off. */
  static final Duration LAST_ROUND_WAIT = Duration.ofSeconds(3);

  private static final Duration BREAK_OFF_WAIT = Duration.ofMillis(250);
  private static final Duration CLOSE_WAIT = Duration.ofMillis(500);
  private static final String THREAD_NAME = "cachier-cloudwatch";

  private final Tally tally;
  private final Backlog backlog;
  private final GuardedClient client;
  private final Delivery delivery;
  private final ThreadPoolExecutor worker;
  private Future<?> lastRound = CompletableFuture.completedFuture(null);
  private boolean closed;

  Courier(Options options, Clocks clocks, Tally tally) {
    this.tally = tally;
    this.backlog = new Backlog(options.keptFor(), clocks.ticker(), tally);
    this.client = new GuardedClient(options);
    this.delivery = new Delivery(options, clocks, backlog, client, tally);
    this.worker =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.NANOSECONDS,
            new LinkedBlockingQueue<>(),
            task -> daemon(THREAD_NAME, task));
  }

  /** Begins to look for region and credentials, so that what is missing is told at once. */
  void start() {
    Future<?> unused = round();
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Takes data to be sent with the next {@link #deliver}; at once where they are many, so that a
   * round of thousands of functions is never in memory as a whole. Then it waits half a second.
   */
  void take(List<Datum> data) {
    backlog.add(data);
    if (backlog.isHigh() && !delivery.isInTrouble()) {
      deliver();
    }
  }

  /**
   * Begins to send what was taken, and waits half a second for it.
   *
   * @throws IllegalStateException if an error came up that no failure of a request explains
   */
  void deliver() {
    await(round(), ROUND_WAIT);
  }

  /** The next round that will see all that was taken so far. */
  private synchronized Future<?> round() {
    backlog.cut();
    // One that has not begun yet will see it.
    if (!closed && worker.getQueue().isEmpty()) {
      int troubles = delivery.troubles();
      Callable<?> task =
          () -> {
            // A round that had to wait for one that failed would fail as well.
            if (delivery.troubles() == troubles) {
              delivery.round();
            }
            return null;
          };
      lastRound = worker.submit(task);
    }
    return lastRound;
  }

  private static void await(Future<?> round, Duration atMost) {
    try {
      round.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // It goes on by itself.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A round of the CloudWatch exporter failed", e.getCause());
    }
  }

  /**
   * Sends what is left, and frees everything; waits at most 3.75 seconds. What is not sent by then
   * is dropped, counted and told.
   *
   * @throws IllegalStateException as in {@link #deliver}
   */
  void close() {
    Future<?> last = lastRound();
    long droppedBefore = tally.dropped();
    try {
      await(last, LAST_ROUND_WAIT);
    } finally {
      delivery.abandon();
      worker.shutdownNow();
      // The SDK takes two seconds for it, in which it does nothing but wait.
      Thread closing = daemon(THREAD_NAME + "-close", client::close);
      closing.start();
      awaitEnds(closing);
      backlog.giveUpAll();
      tellOfLost(tally.dropped() - droppedBefore);
    }
  }

  private synchronized Future<?> lastRound() {
    Future<?> last = round();
    closed = true;
    return last;
  }

  private void awaitEnds(Thread closing) {
    try {
      boolean unused = worker.awaitTermination(BREAK_OFF_WAIT.toMillis(), TimeUnit.MILLISECONDS);
      closing.join(CLOSE_WAIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tellOfLost(long data) {
    // Whoever was told that nothing is sent knows that this is not either.
    if (data > 0 && !delivery.waitsForAPerson()) {
      Notices.lost(data);
    }
  }
}

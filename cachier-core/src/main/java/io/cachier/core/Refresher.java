package io.cachier.core;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Computes stale values anew in the background, on a bounded number of daemon threads. One key of
 * one function waits in line once. A full line turns newcomers away: the value stays stale, and the
 * next call tries again.
 */
final class Refresher implements AutoCloseable {
  private static final int LONGEST_LINE = 10_000;

  private final ThreadPoolExecutor workers;
  private final Set<Ticket> inLine = ConcurrentHashMap.newKeySet();

  private record Ticket(Object function, Object key) {}

  Refresher(int maxWorkers) {
    workers =
        new ThreadPoolExecutor(
            maxWorkers,
            maxWorkers,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(LONGEST_LINE),
            DaemonThreads.named("cachier-refresh"));
    workers.allowCoreThreadTimeOut(true);
  }

  void submit(Object function, Object key, Runnable refresh) {
    Ticket ticket = new Ticket(function, key);
    if (!inLine.add(ticket)) {
      return;
    }
    try {
      workers.execute(
          () -> {
            try {
              refresh.run();
            } finally {
              inLine.remove(ticket);
            }
          });
    } catch (RejectedExecutionException e) {
      inLine.remove(ticket);
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}

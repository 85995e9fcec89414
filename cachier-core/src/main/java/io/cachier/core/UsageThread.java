package io.cachier.core;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The daemon thread on which backends are asked how much is stored, for those who must not wait: a
 * backend may do its counting on the thread that asks. It starts when there is a question and ends
 * when there is none; a function has one question in line at most.
 */
final class UsageThread implements Executor, AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(UsageThread.class.getName());

  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          DaemonThreads.named("cachier-usage"));

  UsageThread() {
    thread.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable question) {
    try {
      thread.execute(question);
    } catch (RejectedExecutionException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "closed: nobody is asked any more", e);
    }
  }

  /** Waits up to a second for a question under way, so that none reaches a backend once closed. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
        LOGGER.log(System.Logger.Level.DEBUG, "closed while a backend was still counting");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.cachier.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lets many threads do one thing at the same moment. */
final class AtOnce {
  private static final long PATIENCE_SECONDS = 60;

  private AtOnce() {}

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "cachier-tck-at-once");
    thread.setDaemon(true);
    return thread;
  }

  /** Returns what each of the threads got; fails with what the first of them threw. */
  static <T> List<T> call(int threads, Callable<T> work) {
    ExecutorService pool = Executors.newFixedThreadPool(threads, AtOnce::daemon);
    CyclicBarrier start = new CyclicBarrier(threads);
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(
            pool.submit(
                () -> {
                  start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                  return work.call();
                }));
      }
      List<T> answers = new ArrayList<>();
      for (Future<T> future : running) {
        answers.add(future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
      }
      return answers;
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("one of " + threads + " threads failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      pool.shutdownNow();
    }
  }
}

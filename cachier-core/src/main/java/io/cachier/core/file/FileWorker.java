package io.cachier.core.file;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Does what walks through many files, on one daemon thread that goes when it is idle, never on the
 * caller's.
 */
final class FileWorker {
  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor executor;
  private final Set<Work<?>> unfinished = ConcurrentHashMap.newKeySet();

  FileWorker() {
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> DaemonThread.of(work, "cachier-file-work"));
    executor.allowCoreThreadTimeOut(true);
  }

  Executor executor() {
    return executor;
  }

  /** Begins work that may take long. It goes on to its end, also when its caller gave up. */
  <T> CompletableFuture<T> run(FileAction<T> work) {
    Work<T> begun = new Work<>(work);
    unfinished.add(begun);
    try {
      executor.execute(begun);
    } catch (RejectedExecutionException closed) {
      begun.fail(FileFailure.closed());
    }
    return begun.result;
  }

  void close() {
    executor.shutdownNow();
    unfinished.forEach(work -> work.fail(FileFailure.closed()));
  }

  private final class Work<T> implements Runnable {
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final FileAction<T> action;

    Work(FileAction<T> action) {
      this.action = action;
    }

    @Override
    public void run() {
      try {
        result.complete(action.run());
        unfinished.remove(this);
      } catch (IOException | RuntimeException failure) {
        fail(failure); // Whatever it is, somebody waits for this stage.
      }
    }

    void fail(Exception failure) {
      result.completeExceptionally(failure);
      unfinished.remove(this);
    }
  }
}

package io.cachier.judges;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A function that runs until it is told to end. */
final class Held<T> implements Function<T, T> {
  private final Executor callers;
  private volatile CountDownLatch begun = new CountDownLatch(1);
  private volatile CountDownLatch end = new CountDownLatch(1);

  /**
   * Makes it.
   *
   * @param callers has a thread for each call
   */
  Held(Executor callers) {
    this.callers = callers;
  }

  /** Lets a thread of its own make a call, and returns once the function runs. */
  CompletableFuture<?> begin(Runnable call) {
    begun = new CountDownLatch(1);
    end = new CountDownLatch(1);
    CompletableFuture<?> result = CompletableFuture.runAsync(call, callers);
    await(begun, TimeUnit.MINUTES.toNanos(1));
    return result;
  }

  void end() {
    end.countDown();
  }

  @Override
  public T apply(T argument) {
    CountDownLatch mine = end;
    begun.countDown();
    await(mine, Long.MAX_VALUE);
    return argument;
  }

  private static void await(CountDownLatch latch, long nanos) {
    try {
      if (!latch.await(nanos, TimeUnit.NANOSECONDS)) {
        throw new IllegalStateException("it does not begin");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

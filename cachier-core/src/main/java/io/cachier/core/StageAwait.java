package io.cachier.core;

import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Waits for what a backend answers, for so long and no longer. An interrupt does not end the wait;
 * the flag is set when it is over.
 */
final class StageAwait {
  private StageAwait() {}

  /**
   * Asks and waits.
   *
   * @param start asks; may be called again when an interrupt hit the backend in mid-operation
   * @param late is given an answer that came too late
   * @throws TimeoutException if none came in time
   * @throws ExecutionException if the backend failed
   */
  static <T> T answer(Supplier<CompletableFuture<T>> start, long boundNanos, Consumer<T> late)
      throws ExecutionException, TimeoutException {
    boolean interrupted = false;
    CompletableFuture<T> future = start.get();
    // Many operations are over by now: then no clock needs to be read.
    long beganNanos = future.isDone() ? 0 : System.nanoTime();
    try {
      while (true) {
        try {
          return future.isDone()
              ? future.get()
              : future.get(boundNanos - (System.nanoTime() - beganNanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          // The interrupt hit the backend's own channel in mid-operation: that was no failure of
          // it.
          if (!(e.getCause() instanceof ClosedByInterruptException) || interrupted) {
            throw e;
          }
          interrupted = Thread.interrupted();
          future = start.get();
          beganNanos = System.nanoTime();
        }
      }
    } catch (TimeoutException e) {
      BiConsumer<T, Throwable> afterwards =
          (answer, failure) -> {
            if (failure == null) {
              late.accept(answer);
            }
          };
      CompletionStage<T> unused = future.whenComplete(afterwards);
      throw timedOut(boundNanos);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What really happened; the JDK's timer, which says nothing, is given the limit's words. */
  static Throwable named(Throwable failure, long boundNanos) {
    Throwable cause = unwrap(failure);
    return cause instanceof TimeoutException && cause.getMessage() == null
        ? timedOut(boundNanos)
        : cause;
  }

  private static TimeoutException timedOut(long boundNanos) {
    return new TimeoutException(
        "no answer within " + TimeUnit.NANOSECONDS.toMillis(boundNanos) + " ms");
  }

  /** Whether an interrupt hit the backend's own channel in mid-operation: that was no failure. */
  static boolean wasHitByInterrupt(CompletableFuture<?> asked) {
    return asked.isCompletedExceptionally()
        && asked
            .handle((answer, failure) -> unwrap(failure) instanceof ClosedByInterruptException)
            .join();
  }

  /** What really happened, without what the JDK wraps it in. */
  static Throwable unwrap(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof ExecutionException || cause instanceof CompletionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}

package io.cachier.backend.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/** Hangs work on what is under way, where the work is all that matters. */
final class Afterwards {
  private Afterwards() {}

  /** Does the work when the stage has ended, well (the failure is null) or not. */
  static <T> void run(CompletionStage<T> stage, BiConsumer<? super T, ? super Throwable> work) {
    var unused = stage.whenComplete(work);
  }

  /** Leaves it to itself. */
  static void forget(Future<?> underWay) {
    var unused = underWay;
  }

  /**
   * Waits for threads to end, but not for ever: they are daemons. Threads that outlive the close
   * would miss their classes when an application server takes the application off.
   */
  static void await(CompletableFuture<Void> end, long mostSeconds) {
    try {
      end.get(mostSeconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // They end by themselves.
    }
  }
}

package io.cachier.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the user's function is run for an asynchronous call.
 *
 * @param function starts a run; what it throws, its own faults included, is the function's failure
 * @param blocks whether it may block, so that it runs on the executor and never on a caller's
 *     thread
 */
record AsyncRun<A extends @Nullable Object, R extends @Nullable Object>(
    Function<? super A, ? extends @Nullable CompletionStage<? extends R>> function,
    boolean blocks) {
  /** Of a function that returns its result. */
  static <A extends @Nullable Object, R extends @Nullable Object> AsyncRun<A, R> of(
      Function<? super A, ? extends R> function) {
    return new AsyncRun<>(
        argument -> CompletableFuture.completedFuture(function.apply(argument)), true);
  }

  /** Of a function that returns a stage of its result. */
  static <A extends @Nullable Object, R extends @Nullable Object> AsyncRun<A, R> ofStages(
      Function<? super A, ? extends CompletionStage<? extends R>> function) {
    return new AsyncRun<>(function, false);
  }
}

package io.cachier.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A function that answers by a stage, as a synchronous one: waits for the stage. */
record AwaitedFunction<A extends @Nullable Object, R extends @Nullable Object>(
    Function<? super A, ? extends CompletionStage<? extends R>> function)
    implements Function<A, R> {
  @Override
  public R apply(A argument) {
    CompletableFuture<? extends R> run = function.apply(argument).toCompletableFuture();
    try {
      return run.join();
    } catch (CompletionException e) {
      throw Sneaky.rethrow(StageAwait.unwrap(e));
    }
  }
}

package io.cachier.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What somebody was asked for who may not have answered yet.
 *
 * @param answered complete once there is an answer, on whatever thread; never fails
 * @param taking makes of the answer what the caller wants: called once, by the step of the call
 *     that goes on with it, on that step's thread. There it is decoded and noted in the call
 */
record Asked<T extends @Nullable Object>(CompletableFuture<?> answered, Supplier<T> taking) {
  private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

  /** What was answered at once. */
  static <T extends @Nullable Object> Asked<T> now(T answer) {
    return new Asked<>(DONE, () -> answer);
  }

  /** Nothing, at once. */
  static <T> Asked<@Nullable T> nothing() {
    return new Asked<>(DONE, () -> null);
  }

  /** What is the answer as it comes. */
  static <T extends @Nullable Object> Asked<T> of(CompletableFuture<T> answer) {
    return new Asked<>(answer, answer::join);
  }

  boolean isAnswered() {
    return answered.isDone();
  }

  void whenAnswered(Runnable next) {
    CompletionStage<Void> unused = answered.thenRun(next);
  }

  T take() {
    return taking.get();
  }
}

package io.cachier.backend.sql;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
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
}

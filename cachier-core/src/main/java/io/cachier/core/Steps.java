package io.cachier.core;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One asynchronous call's steps, one after the other; between them no thread waits. The first run
 * on the caller's thread, for as long as everything is answered at once; those after a wait on the
 * executor, never on the thread that brought the answer.
 *
 * <p>Asking for the next step is the last thing that a step does: it may run before this returns.
 */
final class Steps {
  private final Executor executor;
  private final Consumer<Throwable> failed;

  /** Whether the caller's thread was left; written and read by one step after the other. */
  private boolean away;

  /**
   * A call's steps.
   *
   * @param failed the last step instead, where one throws
   */
  Steps(Executor executor, Consumer<Throwable> failed) {
    this.executor = executor;
    this.failed = failed;
  }

  /** The first step. */
  void begin(Runnable first) {
    guarded(first);
  }

  /** The step after an answer: at once if it is there. */
  <T extends @Nullable Object> void then(Asked<T> asked, Consumer<? super T> next) {
    if (asked.isAnswered()) {
      next.accept(asked.take());
    } else {
      thenElsewhere(asked, next);
    }
  }

  /** The step after an answer, always on the executor: for what may come around again and again. */
  <T extends @Nullable Object> void thenElsewhere(Asked<T> asked, Consumer<? super T> next) {
    asked.whenAnswered(() -> elsewhere(() -> next.accept(asked.take())));
  }

  /** A step that may block: on the executor. */
  void onExecutor(Runnable next) {
    if (away) {
      next.run();
    } else {
      elsewhere(next);
    }
  }

  private void elsewhere(Runnable next) {
    executor.execute(
        () -> {
          away = true;
          guarded(next);
        });
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (Throwable failure) {
      failed.accept(failure);
    }
  }
}

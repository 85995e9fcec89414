package io.cachier.core;

import io.cachier.spi.Ticker;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The user's executor, which must not lose a call: a task that it rejects, because it is full or
 * was shut down, runs on the thread that has it. Tasks don't throw.
 */
final class GuardedExecutor implements Executor {
  private static final System.Logger LOGGER = System.getLogger(GuardedExecutor.class.getName());

  private final Executor executor;
  private final RateLimitedLog log;

  /**
   * Guards.
   *
   * @param executor null: what {@link CompletableFuture} uses
   */
  GuardedExecutor(@Nullable Executor executor, Ticker ticker) {
    this.executor = executor == null ? new CompletableFuture<>().defaultExecutor() : executor;
    this.log = new RateLimitedLog(LOGGER, ticker);
  }

  @Override
  public void execute(Runnable task) {
    AtomicBoolean begun = new AtomicBoolean();
    Runnable once =
        () -> {
          if (begun.compareAndSet(false, true)) {
            task.run();
          }
        };
    try {
      executor.execute(once);
    } catch (Throwable rejected) {
      log.warn(
          () ->
              "The executor of asynchronous calls rejected a task: "
                  + rejected.getClass().getName()
                  + "; it runs on another thread. Keep the executor open until the Cachier is"
                  + " closed, and its queue long enough");
      once.run();
    }
  }
}

package io.cachier.core;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Renews the claims of running computations, three times a lease, on one daemon thread that starts
 * with the first of them.
 */
final class LeaseKeeper implements AutoCloseable {
  private final Duration lease;
  private final ScheduledThreadPoolExecutor timer;

  LeaseKeeper(Duration lease) {
    this.lease = lease;
    this.timer = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("cachier-lease"));
    timer.setRemoveOnCancelPolicy(true);
  }

  Duration lease() {
    return lease;
  }

  /**
   * Starts renewing.
   *
   * @param renew renews once; its stage tells whether the claim is still ours, null if it is not
   *     known
   */
  Renewal keep(Supplier<? extends CompletionStage<@Nullable Boolean>> renew) {
    long periodNanos = Math.max(1, lease.toNanos() / 3);
    AtomicReference<@Nullable ScheduledFuture<?>> task = new AtomicReference<>();
    Renewal renewal =
        () -> {
          ScheduledFuture<?> running = task.get();
          if (running != null) {
            running.cancel(false);
          }
        };
    Runnable once =
        () ->
            renew
                .get()
                .thenAccept(
                    ours -> {
                      if (Boolean.FALSE.equals(ours)) {
                        renewal.close();
                      }
                    });
    try {
      task.set(timer.scheduleAtFixedRate(once, periodNanos, periodNanos, TimeUnit.NANOSECONDS));
    } catch (RejectedExecutionException e) {
      // The cachier was closed while this call was under way: the lease alone bounds its claim.
      return Renewal.NONE;
    }
    return renewal;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}

package io.cachier.backend.sql;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A look-up, not begun yet. A thread that waits for it does the reading itself: handing it to
 * another thread and being woken would cost as much as the reading. Whoever hangs further work on
 * it instead has it done by a thread of ours, as is every other operation; so no thread ever blocks
 * that did not choose to wait. What nobody waits for and nothing hangs on is begun by {@link
 * Watch}, after a moment.
 */
final class Reading<T> extends Task<T> {
  private final Gateway gateway;

  Reading(Gateway gateway, long deadlineNanos, Work<T> work) {
    super(gateway, deadlineNanos, work);
    this.gateway = gateway;
  }

  @Override
  public T get(long time, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    readHere(unit.toNanos(time));
    return super.get(time, unit);
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    readHere(Long.MAX_VALUE);
    return super.get();
  }

  @Override
  public T join() {
    readHere(Long.MAX_VALUE);
    return super.join();
  }

  private void readHere(long atMostNanos) {
    if (begin()) {
      gateway.readHere(this, atMostNanos);
    }
  }

  /** Every stage that is hung on this one is made here: somebody needs the answer, and goes on. */
  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    handOver();
    return new CompletableFuture<>();
  }

  /** Has it done by a thread of ours, if nobody has begun. */
  void handOver() {
    if (begin()) {
      gateway.enqueue(this);
    }
  }
}

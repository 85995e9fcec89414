package io.cachier.backend.sql;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One operation on its way: what is to be done, until when, and the answer. It ends when its time
 * is up, whatever the database does.
 */
class Task<T> extends CompletableFuture<T> implements Runnable {
  /** What is to be done with a connection. May be done again if the database wants it so. */
  interface Work<T> {
    T on(Session session) throws SQLException;
  }

  private final Gateway gateway;
  private final long deadlineNanos;
  private final AtomicBoolean begun = new AtomicBoolean();

  /** Null once it is done: what is waiting in some line should not hold a payload. */
  private volatile @Nullable Work<T> work;

  Task(Gateway gateway, long deadlineNanos, Work<T> work) {
    this.gateway = gateway;
    this.deadlineNanos = deadlineNanos;
    this.work = work;
  }

  final long deadlineNanos() {
    return deadlineNanos;
  }

  final @Nullable Work<T> work() {
    return work;
  }

  /** Whether the caller is the one to do it, or to have it done. */
  final boolean begin() {
    return !begun.get() && begun.compareAndSet(false, true);
  }

  final boolean hasBegun() {
    return begun.get();
  }

  final void answer(T answer) {
    work = null;
    var unused = complete(answer);
  }

  final void fail(Throwable failure) {
    work = null;
    var unused = completeExceptionally(failure);
  }

  /** Tells that the time is up, if it is. */
  final boolean isOverdue(long nowNanos) {
    if (nowNanos - deadlineNanos < 0) {
      return false;
    }
    if (!isDone()) {
      fail(gateway.overdue());
    }
    return true;
  }

  /** On a thread of ours. Whoever has cancelled it needs no answer. */
  @Override
  public final void run() {
    if (!isDone()) {
      gateway.carryOut(this);
    }
  }
}

package io.cachier.backend.sql;

import java.time.Duration;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The way to the database: so many threads and so many connections, each operation with an end.
 * Thread-safe.
 */
final class Gateway {
  /** More is refused: what waits for a silent server must not fill the memory. */
  private static final int MOST_IN_LINE = 1_000;

  private static final int NOT_BEGUN_SLOTS = 64;

  /** How the gateway is set up. */
  record Limits(int poolSize, Duration statementTimeout, Duration connectTimeout) {}

  private final Limits limits;
  private final Lanes lanes;
  private final Retry retry = new Retry();
  private final ThreadPoolExecutor workers;
  private final ThreadPoolExecutor closing = Threads.single("cachier-sql-closing");
  private final Watch watch = new Watch(this::inspect);
  private final Failures failures;
  private final Runnable connectionLost;
  private final long timeoutNanos;
  private final long connectNanos;

  /** Handed to a worker and not known to be done, the oldest first. */
  private final Queue<Task<?>> underWay = new ConcurrentLinkedQueue<>();

  /** Look-ups that nobody has begun, in the place of the thread that made them. */
  private final AtomicReferenceArray<@Nullable Reading<?>> notBegun =
      new AtomicReferenceArray<>(NOT_BEGUN_SLOTS);

  /** For databases where only one can write: who waits here does not try there. */
  private final ReentrantLock writing = new ReentrantLock();

  private volatile boolean readsHere;
  private volatile boolean closed;

  /** Turns what failed into what to tell. */
  interface Failures {
    Exception of(Throwable failure);
  }

  Gateway(Limits limits, Sessions sessions, Failures failures, Runnable connectionLost) {
    this.connectionLost = connectionLost;
    this.limits = limits;
    this.failures = failures;
    timeoutNanos = limits.statementTimeout().toNanos();
    // The pool ends its own waiting first, and tells why.
    connectNanos = limits.connectTimeout().multipliedBy(2).plusSeconds(1).toNanos();
    lanes = new Lanes(limits.poolSize(), sessions, this::aside);
    workers = Threads.bounded("cachier-sql-worker", limits.poolSize(), MOST_IN_LINE);
  }

  private void aside(Runnable work) {
    try {
      closing.execute(work);
    } catch (RejectedExecutionException closed) {
      work.run();
    }
  }

  /** From now on a thread that waits for a look-up may read by itself. */
  void readHere() {
    readsHere = true;
  }

  /** A look-up. */
  <T> CompletableFuture<T> read(Task.Work<T> work) {
    Reading<T> reading = new Reading<>(this, System.nanoTime() + timeoutNanos, work);
    if (readsHere) {
      Reading<?> before = notBegun.getAndSet(slot(), reading);
      if (before != null) {
        before.handOver();
      }
      watch.wake();
    } else {
      reading.handOver();
    }
    return reading;
  }

  private static int slot() {
    return (int) (Thread.currentThread().getId() % NOT_BEGUN_SLOTS);
  }

  /** An operation. */
  <T> CompletableFuture<T> submit(Task.Work<T> work) {
    Task<T> task = new Task<>(this, System.nanoTime() + timeoutNanos, work);
    enqueue(task);
    return task;
  }

  /** One that changes something. */
  <T> CompletableFuture<T> write(Task.Work<T> work) {
    return submit(oneByOne(work));
  }

  private <T> Task.Work<T> oneByOne(Task.Work<T> work) {
    return session -> {
      if (!session.database().writesOneByOne()) {
        return work.on(session);
      }
      writing.lock();
      try {
        return work.on(session);
      } finally {
        writing.unlock();
      }
    };
  }

  void enqueue(Task<?> task) {
    underWay.add(task);
    watch.wake();
    try {
      workers.execute(task);
    } catch (RejectedExecutionException full) {
      task.fail(closed ? SqlFailure.closed() : SqlFailure.exhausted(MOST_IN_LINE));
    }
  }

  /** On one of the workers. */
  <T> void carryOut(Task<T> task) {
    try {
      task.answer(onLane(task.deadlineNanos(), connectNanos, task.work()));
    } catch (Throwable failure) {
      task.fail(failures.of(failure));
    }
  }

  /** Work that the calling thread, one of ours, waits for. */
  <T> T now(Duration atMost, Task.Work<T> work) {
    watch.wake();
    try {
      return onLane(System.nanoTime() + atMost.toNanos(), connectNanos, oneByOne(work));
    } catch (Exception failure) {
      throw new CompletionException(failures.of(failure));
    }
  }

  private <T> T onLane(long deadlineNanos, long connectNanos, Task.@Nullable Work<T> work)
      throws Exception {
    if (work == null) {
      throw overdue();
    }
    Lane lane = lanes.take(deadlineNanos, connectNanos);
    return on(lane, deadlineNanos, work);
  }

  private <T> T on(Lane lane, long deadlineNanos, Task.Work<T> work) throws Exception {
    boolean well = false;
    try {
      T answer = retry.run(() -> work.on(lane.session()), deadlineNanos);
      well = true;
      return answer;
    } catch (Exception failure) {
      if (lane.isTakenAway()) {
        throw overdue();
      }
      if (SqlFailure.isLostConnection(failure)) {
        // The server was restarted, or the network: then the others are dead too.
        lanes.discardIdle();
        connectionLost.run();
      }
      throw failure;
    } finally {
      if (well) {
        lanes.done(lane);
      } else {
        lanes.discard(lane);
      }
    }
  }

  /** On the thread that waits for it; if there is no connection at hand, on one of ours. */
  <T> void readHere(Reading<T> reading, long atMostNanos) {
    notBegun.compareAndSet(slot(), reading, null);
    Task.Work<T> work = reading.work();
    long deadlineNanos = reading.deadlineNanos();
    if (atMostNanos < timeoutNanos) {
      deadlineNanos -= timeoutNanos - atMostNanos;
    }
    Lane lane = work == null ? null : lanes.takeReady(deadlineNanos);
    if (lane == null || work == null) {
      enqueue(reading);
      return;
    }
    try {
      reading.answer(on(lane, deadlineNanos, work));
    } catch (Throwable failure) {
      if (SqlFailure.isLostConnection(failure) && !reading.isOverdue(System.nanoTime())) {
        // The server may have been restarted since this connection was used last.
        enqueue(reading);
      } else {
        reading.fail(failures.of(failure));
      }
    }
  }

  private boolean inspect(long nowNanos) {
    lanes.inspect(nowNanos);
    boolean busy = lanes.areOpen();
    for (int i = 0; i < NOT_BEGUN_SLOTS; i++) {
      Reading<?> waiting = notBegun.get(i);
      if (waiting != null && notBegun.compareAndSet(i, waiting, null)) {
        waiting.handOver();
      }
    }
    for (Iterator<Task<?>> tasks = underWay.iterator(); tasks.hasNext(); ) {
      Task<?> task = tasks.next();
      if (task.isDone() || task.isOverdue(nowNanos)) {
        tasks.remove();
      } else {
        busy = true;
      }
    }
    return busy;
  }

  TimeoutException overdue() {
    return SqlFailure.overdue(limits.statementTimeout());
  }

  int activeCount() {
    return lanes.activeCount();
  }

  int idleCount() {
    return lanes.idleCount();
  }

  /** What waits for a thread or a connection. */
  int pendingCount() {
    return workers.getQueue().size();
  }

  /**
   * Ends everything; what is under way fails.
   *
   * @param last done when all connections were given back, on a thread of ours
   */
  void close(Runnable last) {
    closed = true;
    workers.shutdown();
    for (Task<?> task : underWay) {
      task.fail(SqlFailure.closed());
    }
    lanes.close();
    watch.close();
    aside(last);
    closing.shutdown();
  }
}

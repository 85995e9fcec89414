package io.cachier.backend.sql;

import java.sql.SQLException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * As many connections as may be used at once. They come from a pool and go back there when they
 * were idle for a second or are half a minute old; in between they are at hand, with what was
 * prepared on them. Thread-safe.
 */
final class Lanes {
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long MOST_AGE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Lane[] lanes;
  private final Semaphore free;
  private final Sessions sessions;
  private final Executor closing;
  private volatile boolean closed;

  /**
   * Makes them.
   *
   * @param closing what gives connections back to their pool, since that may block
   */
  Lanes(int count, Sessions sessions, Executor closing) {
    lanes = Stream.generate(Lane::new).limit(count).toArray(Lane[]::new);
    free = new Semaphore(count, true);
    this.sessions = sessions;
    this.closing = closing;
  }

  /** One with a connection, if there is one at hand that nobody has been waiting for. */
  @Nullable Lane takeReady(long deadlineNanos) {
    if (closed || free.hasQueuedThreads() || !free.tryAcquire()) {
      return null;
    }
    Lane lane = ready(deadlineNanos);
    if (lane == null) {
      free.release();
    }
    return lane;
  }

  /**
   * One with a connection, which is made if need be. Blocks.
   *
   * @param deadlineNanos when its use has to end
   * @param connectNanos how long connecting may take
   */
  Lane take(long deadlineNanos, long connectNanos) throws SQLException, InterruptedException {
    if (!free.tryAcquire(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      throw SqlFailure.busy(lanes.length);
    }
    Lane lane = null;
    try {
      if (closed) {
        throw SqlFailure.closed();
      }
      lane = any(deadlineNanos, connectNanos);
      if (!lane.hasSession()) {
        lane.open(sessions);
        lane.extend(deadlineNanos);
      }
      return lane;
    } catch (SQLException | RuntimeException failure) {
      boolean late = lane != null && lane.isTakenAway();
      release(lane);
      if (late) {
        throw SqlFailure.noConnection(connectNanos);
      }
      throw failure;
    }
  }

  private void release(@Nullable Lane lane) {
    if (lane != null) {
      discard(lane);
    } else {
      free.release();
    }
  }

  private @Nullable Lane ready(long deadlineNanos) {
    int start = start();
    for (int i = 0; i < lanes.length; i++) {
      Lane lane = lanes[(start + i) % lanes.length];
      if (lane.takeReady(deadlineNanos)) {
        return lane;
      }
    }
    return null;
  }

  /** There is one, since there is leave; but who gave the leave back may still be at it. */
  private Lane any(long deadlineNanos, long connectNanos) {
    while (true) {
      Lane lane = ready(deadlineNanos);
      if (lane != null) {
        return lane;
      }
      for (Lane empty : lanes) {
        if (empty.takeEmpty(System.nanoTime() + connectNanos)) {
          return empty;
        }
      }
      Thread.onSpinWait();
    }
  }

  /** Threads begin their search apart. */
  private int start() {
    return (int) (Thread.currentThread().getId() % lanes.length);
  }

  /** All went well: the connection stays at hand. */
  void done(Lane lane) {
    if (closed || !lane.giveBack(System.nanoTime(), MOST_AGE_NANOS)) {
      discard(lane);
    } else {
      free.release();
    }
  }

  /** The connection is not to be used again by us; its pool decides what becomes of it. */
  void discard(Lane lane) {
    Session session = lane.giveUp();
    free.release();
    close(session);
  }

  private void close(@Nullable Session session) {
    if (session != null) {
      closing.execute(() -> closeQuietly(session));
    }
  }

  private static void closeQuietly(Session session) {
    try {
      session.close();
    } catch (SQLException | RuntimeException e) {
      // A connection that can't be closed is gone.
    }
  }

  /** Gives back all that is not in use. */
  void discardIdle() {
    for (Lane lane : lanes) {
      if (lane.isReady() && free.tryAcquire()) {
        if (lane.takeReady(System.nanoTime() + IDLE_NANOS)) {
          discard(lane);
        } else {
          free.release();
        }
      }
    }
  }

  /** To be called now and then: ends what takes too long, gives back what is not used. */
  void inspect(long nowNanos) {
    for (Lane lane : lanes) {
      if (!lane.takeAwayIfOverdue(nowNanos, closing)
          && lane.isIdle(nowNanos, IDLE_NANOS)
          && free.tryAcquire()) {
        if (lane.takeReady(nowNanos + IDLE_NANOS)) {
          discard(lane);
        } else {
          free.release();
        }
      }
    }
  }

  /** Whether any has a connection. */
  boolean areOpen() {
    return Stream.of(lanes).anyMatch(lane -> lane.isReady() || lane.isInUse());
  }

  int activeCount() {
    return (int) Stream.of(lanes).filter(Lane::isInUse).count();
  }

  int idleCount() {
    return (int) Stream.of(lanes).filter(Lane::isReady).count();
  }

  /** Gives all connections back; those in use when their use ends. */
  void close() {
    closed = true;
    for (Lane lane : lanes) {
      if (lane.takeReady(System.nanoTime() + IDLE_NANOS)) {
        close(lane.giveUp());
      }
    }
  }
}

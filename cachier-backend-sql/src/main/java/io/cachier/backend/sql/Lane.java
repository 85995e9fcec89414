package io.cachier.backend.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The place of one connection. Whoever uses it names a deadline; past that, {@link Watch} takes it
 * away from him, by closing the connection under his hands.
 */
final class Lane {
  private static final long EMPTY = 0;
  private static final long READY = 1;
  private static final long TAKEN_AWAY = 2;
  private static final long FIRST_DEADLINE = 16;
  private static final long BASE_NANOS = System.nanoTime();

  /** One of the above, or the deadline of who uses it. */
  private final AtomicLong state = new AtomicLong(EMPTY);

  private @Nullable Session session;
  private volatile long usedNanos;
  private long openedNanos;

  /** Who waits for a connection here. Guarded by this. */
  private @Nullable Thread connecting;

  private static long coded(long deadlineNanos) {
    return Math.max(FIRST_DEADLINE, deadlineNanos - BASE_NANOS + FIRST_DEADLINE);
  }

  boolean takeReady(long deadlineNanos) {
    return state.get() == READY && state.compareAndSet(READY, coded(deadlineNanos));
  }

  boolean takeEmpty(long deadlineNanos) {
    return state.get() == EMPTY && state.compareAndSet(EMPTY, coded(deadlineNanos));
  }

  boolean isReady() {
    return state.get() == READY;
  }

  boolean isInUse() {
    long now = state.get();
    return now >= FIRST_DEADLINE || now == TAKEN_AWAY;
  }

  /** Only for who has taken it. */
  Session session() {
    Session open = session;
    if (open == null) {
      throw new IllegalStateException("no connection was made");
    }
    return open;
  }

  /** Only for who has taken it. */
  boolean hasSession() {
    return session != null;
  }

  /** Only for who has taken it: from another deadline to this one, unless the first has passed. */
  void extend(long deadlineNanos) {
    long mine = state.get();
    if (mine == TAKEN_AWAY || !state.compareAndSet(mine, coded(deadlineNanos))) {
      throw new IllegalStateException("taken away");
    }
  }

  /** Only for who has taken it. */
  void open(Sessions sessions) throws SQLException {
    synchronized (this) {
      connecting = Thread.currentThread();
    }
    try {
      session = sessions.open();
      openedNanos = System.nanoTime();
    } finally {
      synchronized (this) {
        connecting = null;
        // It may have been broken off just as it ended.
        var unused = Thread.interrupted();
      }
    }
  }

  /** Makes it another's, with the connection still open. */
  boolean giveBack(long nowNanos, long mostAgeNanos) {
    long mine = state.get();
    if (mine == TAKEN_AWAY || nowNanos - openedNanos > mostAgeNanos) {
      return false;
    }
    usedNanos = nowNanos;
    return state.compareAndSet(mine, READY);
  }

  /** Gives the connection up; whatever closing it says is of no use to anyone. */
  @Nullable Session giveUp() {
    Session given = session;
    session = null;
    state.set(EMPTY);
    return given;
  }

  boolean isIdle(long nowNanos, long idleNanos) {
    return state.get() == READY && nowNanos - usedNanos > idleNanos;
  }

  /** Takes it from who uses it too long. */
  boolean takeAwayIfOverdue(long nowNanos, Executor closing) {
    long seen = state.get();
    // Read first: once it is taken away, another may open one of his own here.
    Session held = session;
    if (seen < FIRST_DEADLINE
        || seen > nowNanos - BASE_NANOS + FIRST_DEADLINE
        || !state.compareAndSet(seen, TAKEN_AWAY)) {
      return false;
    }
    synchronized (this) {
      if (connecting != null) {
        connecting.interrupt();
        return true;
      }
    }
    if (held != null) {
      abort(held.connection(), closing);
    }
    return true;
  }

  boolean isTakenAway() {
    return state.get() == TAKEN_AWAY;
  }

  private static void abort(Connection connection, Executor closing) {
    try {
      connection.abort(closing);
    } catch (SQLException | RuntimeException | AbstractMethodError e) {
      // It can't be broken off: then it is waited for. Whoever waits is told all the same.
    }
  }
}

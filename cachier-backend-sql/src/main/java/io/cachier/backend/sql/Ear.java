package io.cachier.backend.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * The one connection by which this process hears of ended claims: LISTEN on PostgreSQL. Made when
 * somebody first waits, made anew when it breaks, and given up when nobody has waited for a minute.
 * Only loaded where PostgreSQL's own driver is.
 */
final class Ear {
  /** Between two attempts to connect. Who waits polls meanwhile. */
  private static final long RESPITE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** So often a silent connection is asked whether it is still one. */
  private static final int SILENCE_MILLIS = 5_000;

  private static final int ALIVE_SECONDS = 2;
  private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final ConnectionSource source;
  private final String channel;
  private final Waiters waiters;
  private final Consumer<Boolean> heard;
  private @Nullable Thread thread;
  private volatile @Nullable Connection open;
  private volatile long wantedNanos;
  private volatile boolean closed;

  /**
   * Makes it; it begins to listen when it is wanted.
   *
   * @param heard told whether messages arrive, whenever that changes
   */
  Ear(ConnectionSource source, String channel, Waiters waiters, Consumer<Boolean> heard) {
    this.source = source;
    this.channel = channel;
    this.waiters = waiters;
    this.heard = heard;
  }

  /** Somebody waits. */
  synchronized void listen() {
    wantedNanos = System.nanoTime();
    if (thread == null && !closed) {
      thread = Threads.daemon("cachier-sql-listener", this::run);
      thread.start();
    }
  }

  private void run() {
    while (isWanted()) {
      try (Connection connection = source.listener()) {
        hear(connection);
      } catch (SQLException | RuntimeException lost) {
        // Who waits goes on asking. Why it can't be had, every other operation tells.
      }
      open = null;
      heard.accept(false);
      waiters.askAgain();
      if (!closed && !isOver()) {
        LockSupport.parkNanos(this, RESPITE_NANOS);
      }
    }
  }

  /** Whether to go on; if not, whoever wants it next begins anew. */
  private synchronized boolean isWanted() {
    if (closed || isOver()) {
      thread = null;
      return false;
    }
    return true;
  }

  private boolean isOver() {
    return waiters.size() == 0 && System.nanoTime() - wantedNanos > IDLE_NANOS;
  }

  private void hear(Connection connection) throws SQLException {
    PGConnection postgres = connection.unwrap(PGConnection.class);
    open = connection;
    if (!connection.getAutoCommit()) {
      connection.setAutoCommit(true);
    }
    DSLContext dsl = Jooq.on(connection, Database.POSTGRES);
    // jOOQ has no word for it. The channel's name is a hash.
    dsl.execute("listen {0}", DSL.name(channel));
    try {
      heard.accept(true);
      // What ended before is not told.
      waiters.askAgain();
      while (!closed && !isOver()) {
        PGNotification[] messages = postgres.getNotifications(SILENCE_MILLIS);
        if (messages == null || messages.length == 0) {
          if (!connection.isValid(ALIVE_SECONDS)) {
            return;
          }
        } else {
          for (PGNotification message : messages) {
            waiters.wake(new Signal(message.getParameter()));
          }
        }
      }
    } finally {
      // It may go back to a pool.
      if (!connection.isClosed()) {
        dsl.execute("unlisten {0}", DSL.name(channel));
      }
    }
  }

  boolean isOpen() {
    return open != null;
  }

  void close() {
    closed = true;
    Thread listening;
    synchronized (this) {
      listening = thread;
    }
    LockSupport.unpark(listening);
    Connection connection = open;
    if (connection != null) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException | RuntimeException e) {
        // It ends when it next looks whether it is wanted.
      }
    }
  }
}

package io.cachier.backend.sql;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks every ten milliseconds whether anything takes too long, while there is anything to look at;
 * sleeps otherwise. So a hit needs no timer of its own.
 */
final class Watch {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** After so many looks at nothing it sleeps. */
  private static final int LULL = 100;

  /** What is looked at. */
  interface Watched {
    /**
     * Looks.
     *
     * @return whether there is anything to come back for
     */
    boolean inspect(long nowNanos);
  }

  private final Watched watched;
  private final Thread thread;
  private volatile boolean awake;
  private volatile boolean closed;

  Watch(Watched watched) {
    this.watched = watched;
    thread = Threads.daemon("cachier-sql-watch", this::run);
  }

  /** There is something to watch: to be called after it can be seen. */
  void wake() {
    if (!awake) {
      rouse();
    }
  }

  private synchronized void rouse() {
    if (!awake && !closed) {
      awake = true;
      if (thread.getState() == Thread.State.NEW) {
        thread.start();
      }
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    int quiet = 0;
    while (!closed) {
      LockSupport.parkNanos(this, TICK_NANOS);
      quiet = watched.inspect(System.nanoTime()) ? 0 : quiet + 1;
      if (quiet >= LULL) {
        awake = false;
        // Whoever came just before that has not woken us.
        if (watched.inspect(System.nanoTime())) {
          awake = true;
        } else {
          sleep();
        }
        quiet = 0;
      }
    }
  }

  private void sleep() {
    while (!awake && !closed) {
      LockSupport.park(this);
    }
  }

  void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}

package io.cachier.backend.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All who wait for one key. A message wakes them; the end of the lease does; and, since a message
 * can be lost, so does asking now and then: at first soon, then ever more seldom, but often while
 * the connection that would bring the message is down.
 */
final class Wait {
  private static final long SOON_MILLIS = 40;
  private static final long SELDOM_MILLIS = 500;

  /** So long a wait bears that the server does not answer. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Waiters all;
  private final byte[] key;
  private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private @Nullable ScheduledFuture<?> next;
  private boolean ended;
  private boolean subscribing;

  /** How a message is to be sent; 0 while nobody listens. */
  private int mark;

  private boolean asking;
  private long pauseMillis = SOON_MILLIS;

  /** Since when there is no answer; only meaningful while troubled. */
  private long troubledNanos;

  private boolean troubled;

  Wait(Waiters all, byte[] key) {
    this.all = all;
    this.key = key;
  }

  byte[] key() {
    return key;
  }

  /** Waits too; null if the waiting has ended meanwhile. */
  @Nullable CompletableFuture<Void> join(Duration atMost) {
    CompletableFuture<Void> joined = new CompletableFuture<>();
    boolean first;
    synchronized (this) {
      if (ended) {
        return null;
      }
      first = waiting.isEmpty();
      waiting.add(joined);
    }
    ScheduledFuture<?> end = null;
    try {
      end =
          all.timer().schedule(() -> joined.complete(null), atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      joined.completeExceptionally(RedisFailure.closed());
    }
    ScheduledFuture<?> deadline = end;
    Afterwards.run(
        joined,
        (woken, failure) -> {
          if (deadline != null) {
            deadline.cancel(false);
          }
          leave(joined);
        });
    if (first) {
      subscribe();
    } else {
      ask();
    }
    return joined;
  }

  private void leave(CompletableFuture<Void> gone) {
    boolean last;
    synchronized (this) {
      waiting.removeIf(one -> one == gone);
      last = waiting.isEmpty() && !ended;
    }
    if (last) {
      settle(null);
    }
  }

  /** Listens first and asks then: what ends in between is told by a message. */
  private void subscribe() {
    synchronized (this) {
      if (ended || subscribing || mark != 0) {
        return;
      }
      subscribing = true;
      plan(SOON_MILLIS);
    }
    all.wakeups()
        .subscribe(key)
        .whenComplete(
            (how, failure) -> {
              boolean late;
              synchronized (this) {
                subscribing = false;
                mark = failure == null ? how : 0;
                late = ended && mark != 0;
              }
              if (late && !all.isAwaited(key)) {
                all.wakeups().unsubscribe(key);
              }
              ask();
            });
  }

  /** Forgets what it knew of the connection, and asks at once. */
  void hurry() {
    synchronized (this) {
      pauseMillis = SOON_MILLIS;
    }
    ask();
  }

  private void tick() {
    subscribe();
    ask();
  }

  private void ask() {
    Throwable silence = null;
    int how;
    synchronized (this) {
      if (ended) {
        return;
      }
      if (asking) {
        if (troubled && System.nanoTime() - troubledNanos > PATIENCE_NANOS) {
          silence = new IllegalStateException("no answer while waiting for a claim to end");
        } else {
          plan(SOON_MILLIS);
          return;
        }
      }
      asking = true;
      if (!troubled) {
        troubled = true;
        troubledNanos = System.nanoTime();
      }
      how = mark;
    }
    if (silence != null) {
      settle(silence);
    } else {
      plan(SOON_MILLIS);
      Afterwards.run(all.question().restMillis(key, how), this::told);
    }
  }

  private void told(@Nullable Long restMillis, @Nullable Throwable failure) {
    boolean over;
    synchronized (this) {
      asking = false;
      if (failure == null) {
        troubled = false;
      }
      over =
          restMillis == null ? System.nanoTime() - troubledNanos > PATIENCE_NANOS : restMillis <= 0;
      if (!over && restMillis != null) {
        boolean heard = mark != 0 && all.wakeups().areHeard();
        plan(Math.min(restMillis + 1, heard ? pauseMillis : SOON_MILLIS));
        pauseMillis = Math.min(SELDOM_MILLIS, 2 * pauseMillis);
      }
    }
    if (over) {
      settle(failure);
    }
  }

  private synchronized void plan(long millis) {
    if (next != null) {
      next.cancel(false);
    }
    if (!ended) {
      try {
        next = all.timer().schedule(this::tick, millis, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException closed) {
        next = null;
      }
    }
  }

  /** Wakes all. A wait that ended well is null; a failure is told to who waits. */
  void settle(@Nullable Throwable failure) {
    List<CompletableFuture<Void>> woken;
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      if (mark != 0) {
        // Under the lock: whoever begins to wait anew subscribes after this.
        all.wakeups().unsubscribe(key);
      }
      woken = new ArrayList<>(waiting);
      if (next != null) {
        next.cancel(false);
      }
    }
    all.ended(this);
    for (CompletableFuture<Void> one : woken) {
      if (failure == null) {
        one.complete(null);
      } else {
        one.completeExceptionally(failure);
      }
    }
  }
}

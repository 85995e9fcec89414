package io.cachier.backend.sql;

import io.cachier.spi.EntryKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All in this process who wait for one key. A message wakes them, and so does whatever this process
 * itself does to the key; and the table is asked now and then: at first soon, then more seldom, and
 * ever more seldom where a message is to be expected.
 */
final class Wait {
  private static final double SOON_MILLIS = 10;
  private static final double GROWTH = 1.5;

  /** With its jitter and the time of the question less than what nobody may be late by. */
  private static final double POLLING_MILLIS = 60;

  /** Where a message is to be expected, since one can be lost. */
  private static final double SELDOM_MILLIS = 500;

  private static final double JITTER = 0.2;

  /** So long a wait bears that the database does not answer. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Waiters all;
  private final EntryKey key;
  private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private @Nullable ScheduledFuture<?> next;
  private boolean ended;
  private boolean asking;

  /** Somebody hurried while the table was being asked. */
  private boolean askAgain;

  private double pauseMillis = SOON_MILLIS;

  /** Since when there is no answer; only meaningful while troubled. */
  private long troubledNanos;

  private boolean troubled;

  Wait(Waiters all, EntryKey key) {
    this.all = all;
    this.key = key;
  }

  EntryKey key() {
    return key;
  }

  /** Waits too; null if the waiting has ended meanwhile. */
  @Nullable CompletableFuture<Void> join(Duration atMost) {
    CompletableFuture<Void> joined = new CompletableFuture<>();
    synchronized (this) {
      if (ended) {
        return null;
      }
      waiting.add(joined);
    }
    try {
      ScheduledFuture<?> deadline =
          all.timer().schedule(() -> joined.complete(null), atMost.toNanos(), TimeUnit.NANOSECONDS);
      Afterwards.run(joined, (woken, failure) -> deadline.cancel(false));
    } catch (RejectedExecutionException closed) {
      joined.completeExceptionally(SqlFailure.closed());
    }
    Afterwards.run(joined, (woken, failure) -> leave(joined));
    hurry();
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

  /** Asks at once, and soon again. */
  void hurry() {
    synchronized (this) {
      pauseMillis = SOON_MILLIS;
      askAgain = asking;
    }
    ask();
  }

  private void ask() {
    synchronized (this) {
      if (ended || asking) {
        return;
      }
      asking = true;
      if (!troubled) {
        troubled = true;
        troubledNanos = System.nanoTime();
      }
    }
    Afterwards.run(all.rest(key), this::told);
  }

  private void told(Statements.@Nullable Rest rest, @Nullable Throwable failure) {
    boolean over;
    boolean again;
    synchronized (this) {
      asking = false;
      again = askAgain;
      askAgain = false;
      if (rest == null) {
        over = System.nanoTime() - troubledNanos > PATIENCE_NANOS;
        plan(SOON_MILLIS);
      } else {
        troubled = false;
        over = rest.micros() == 0;
        boolean told = rest.marked() && all.isHeard();
        double jitter = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        plan(Math.min(rest.micros() / 1000.0 + 1, pauseMillis * jitter));
        pauseMillis = Math.min(told ? SELDOM_MILLIS : POLLING_MILLIS, pauseMillis * GROWTH);
      }
    }
    if (over) {
      settle(failure);
    } else if (again) {
      ask();
    }
  }

  private void plan(double millis) {
    if (next != null) {
      next.cancel(false);
    }
    if (!ended) {
      try {
        next = all.timer().schedule(this::ask, (long) (millis * 1000), TimeUnit.MICROSECONDS);
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

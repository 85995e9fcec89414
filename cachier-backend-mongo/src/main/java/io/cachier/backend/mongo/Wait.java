package io.cachier.backend.mongo;

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
 * All who wait for one key in this process. The end of the claim is told by the change stream,
 * where there is one; the end of the lease is not. So the server is asked as well: at first soon,
 * then ever more seldom, and often enough to be in time where nothing is told.
 */
final class Wait {
  private static final long FIRST_MILLIS = 5;

  /** The longest pause where nothing is told; with the spread and an answer's way below 100 ms. */
  private static final long POLLED_MILLIS = 50;

  /** The longest pause where changes are told, in case one is not. */
  private static final long TOLD_MILLIS = 500;

  /** So long a wait bears that the server does not answer. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Waiters all;
  private final EntryKey key;
  private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private @Nullable ScheduledFuture<?> next;
  private boolean ended;
  private boolean asking;

  /** Something happened since the question that is under way was asked. */
  private boolean askAgain;

  private long pauseMillis = FIRST_MILLIS;

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
    ScheduledFuture<?> end = null;
    try {
      end =
          all.timer().schedule(() -> joined.complete(null), atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      joined.completeExceptionally(MongoFailure.closed());
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
    ask();
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
      pauseMillis = FIRST_MILLIS;
    }
    ask();
  }

  private void ask() {
    Throwable silence = null;
    synchronized (this) {
      if (ended) {
        return;
      }
      if (asking) {
        askAgain = true;
        if (!troubled || System.nanoTime() - troubledNanos <= PATIENCE_NANOS) {
          return;
        }
        silence = new IllegalStateException("no answer while waiting for a claim to end");
      } else {
        asking = true;
        askAgain = false;
        if (!troubled) {
          troubled = true;
          troubledNanos = System.nanoTime();
        }
        // Whether it is answered is looked at even if it is not.
        plan(TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS) + 1);
      }
    }
    if (silence != null) {
      settle(silence);
    } else {
      Afterwards.run(all.question().restMillis(key), this::told);
    }
  }

  private void told(@Nullable Long restMillis, @Nullable Throwable failure) {
    boolean over;
    boolean again;
    synchronized (this) {
      asking = false;
      again = askAgain;
      if (failure == null) {
        troubled = false;
      }
      over =
          restMillis == null ? System.nanoTime() - troubledNanos > PATIENCE_NANOS : restMillis <= 0;
      if (!over && !again) {
        long longest = all.isTold() ? TOLD_MILLIS : POLLED_MILLIS;
        long pause = Math.min(pauseMillis, longest);
        // Spread, lest the whole fleet asks at the same moments.
        long spread = ThreadLocalRandom.current().nextLong(pause / 2 + 1);
        plan(Math.min(pause - pause / 4 + spread, restMillis == null ? pause : restMillis + 1));
        pauseMillis = Math.min(TOLD_MILLIS, 2 * pauseMillis);
      }
    }
    if (over) {
      settle(failure);
    } else if (again) {
      ask();
    }
  }

  private synchronized void plan(long millis) {
    if (next != null) {
      next.cancel(false);
    }
    if (!ended) {
      try {
        next = all.timer().schedule(this::ask, millis, TimeUnit.MILLISECONDS);
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

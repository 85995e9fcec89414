package io.cachier.core;

import io.cachier.spi.CacheEntry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One computation of one key in this process: who leads it, how it ended, and whether its result
 * may still be stored.
 */
final class Flight {
  private static final AtomicLong NEXT = new AtomicLong();

  private static final CompletableFuture<Void> OVER = CompletableFuture.completedFuture(null);

  /** Changes where the computation passes from thread to thread. */
  private volatile @Nullable Thread leader;

  /** Earlier flights have lower numbers: what they bring is older. */
  private final long number = NEXT.incrementAndGet();

  private final CompletableFuture<Landing> landing = new CompletableFuture<>();
  private final ReentrantLock fence = new ReentrantLock();
  private boolean fenced;

  /** Complete once the flight's own write is over; guarded by the fence, like the flag. */
  private CompletableFuture<Void> write = OVER;

  Flight(@Nullable Thread leader) {
    this.leader = leader;
  }

  /** Who computes now; null while no thread does, as long as a stage of the function is awaited. */
  @Nullable Thread leader() {
    return leader;
  }

  void ledBy(@Nullable Thread thread) {
    leader = thread;
  }

  CompletableFuture<Landing> landing() {
    return landing;
  }

  void land(CacheEntry entry) {
    landing.complete(new Landing.Landed(entry));
  }

  /**
   * The function failed.
   *
   * @param interrupted whether its thread was interrupted: that was meant for the leader alone
   */
  void crash(Throwable failure, boolean interrupted) {
    landing.complete(interrupted ? Landing.Abandoned.INSTANCE : new Landing.Crashed(failure));
  }

  /** Ends the flight without a result, unless it has ended. */
  void abandon() {
    landing.complete(Landing.Abandoned.INSTANCE);
  }

  boolean beganBefore(Flight other) {
    return number < other.number;
  }

  /** Makes this flight's result outdated. When this returns, its write is over or will not be. */
  void fence() {
    fencing().join();
  }

  /**
   * Makes this flight's result outdated, without waiting.
   *
   * @return complete when its write is over or will not be; never fails
   */
  CompletableFuture<Void> fencing() {
    fence.lock();
    try {
      fenced = true;
      return write;
    } finally {
      fence.unlock();
    }
  }

  /**
   * Runs the flight's own write, unless the flight was fenced.
   *
   * @return whether it ran
   */
  boolean unlessFenced(Runnable itsWrite) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    if (!beginWrite(over)) {
      return false;
    }
    try {
      itsWrite.run();
      return true;
    } finally {
      over.complete(null);
    }
  }

  /**
   * Begins the flight's own write, unless the flight was fenced.
   *
   * @param over completed by the caller when the write is over, whatever came of it: so long who
   *     fences has to wait
   * @return whether it may write
   */
  boolean beginWrite(CompletableFuture<Void> over) {
    fence.lock();
    try {
      if (fenced) {
        return false;
      }
      write = over;
      return true;
    } finally {
      fence.unlock();
    }
  }

  boolean isFenced() {
    fence.lock();
    try {
      return fenced;
    } finally {
      fence.unlock();
    }
  }
}

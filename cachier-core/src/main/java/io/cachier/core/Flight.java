package io.cachier.core;

import io.cachier.spi.CacheEntry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One computation of one key in this process: who leads it, how it ended, and whether its result
 * may still be stored.
 */
final class Flight {
  private static final AtomicLong NEXT = new AtomicLong();

  private final Thread leader;

  /** Earlier flights have lower numbers: what they bring is older. */
  private final long number = NEXT.incrementAndGet();

  private final CompletableFuture<Landing> landing = new CompletableFuture<>();
  private final ReentrantLock fence = new ReentrantLock();
  private boolean fenced;

  Flight(Thread leader) {
    this.leader = leader;
  }

  Thread leader() {
    return leader;
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
    fence.lock();
    try {
      fenced = true;
    } finally {
      fence.unlock();
    }
  }

  /**
   * Runs the flight's own write, unless the flight was fenced.
   *
   * @return whether it ran
   */
  boolean unlessFenced(Runnable write) {
    fence.lock();
    try {
      if (fenced) {
        return false;
      }
      write.run();
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

package io.cachier.backend.sql;

import io.cachier.spi.EntryKey;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;

/** All who wait in this process, by key: one question for each key. Thread-safe. */
final class Waiters {
  /** Asks how long the claim on a key stands. */
  interface Question {
    CompletableFuture<Statements.Rest> rest(EntryKey key);
  }

  private final Map<EntryKey, Wait> waits = new ConcurrentHashMap<>();
  private final Question question;
  private final ScheduledExecutorService timer;
  private final BooleanSupplier heard;
  private volatile boolean closed;

  /**
   * Makes them.
   *
   * @param heard whether messages of other processes arrive just now, as far as is known
   */
  Waiters(Question question, ScheduledExecutorService timer, BooleanSupplier heard) {
    this.question = question;
    this.timer = timer;
    this.heard = heard;
  }

  CompletableFuture<Void> await(EntryKey key, Duration atMost) {
    while (!closed) {
      Wait wait = waits.computeIfAbsent(key, k -> new Wait(this, k));
      CompletableFuture<Void> joined = wait.join(atMost);
      if (joined != null) {
        return joined;
      }
      waits.remove(key, wait);
    }
    return CompletableFuture.failedFuture(SqlFailure.closed());
  }

  /** The claim on a key has ended. */
  void wake(EntryKey key) {
    Wait wait = waits.get(key);
    if (wait != null) {
      wait.settle(null);
    }
  }

  /** The claims on all keys of a function have ended. */
  void wakeAll(String function) {
    for (Wait wait : waits.values()) {
      if (wait.key().function().equals(function)) {
        wait.settle(null);
      }
    }
  }

  /** A message came. */
  void wake(Signal signal) {
    for (Wait wait : waits.values()) {
      if (signal.isFor(wait.key())) {
        wait.settle(null);
      }
    }
  }

  /** Messages may have been lost, or begin to arrive. */
  void askAgain() {
    waits.values().forEach(Wait::hurry);
  }

  CompletableFuture<Statements.Rest> rest(EntryKey key) {
    return question.rest(key);
  }

  boolean isHeard() {
    return heard.getAsBoolean();
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  void ended(Wait wait) {
    waits.remove(wait.key(), wait);
  }

  int size() {
    return waits.size();
  }

  /** Ends all waits. */
  void close() {
    closed = true;
    waits.values().forEach(wait -> wait.settle(SqlFailure.closed()));
  }
}

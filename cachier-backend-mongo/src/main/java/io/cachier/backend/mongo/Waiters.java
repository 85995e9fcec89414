package io.cachier.backend.mongo;

import io.cachier.spi.EntryKey;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;

/** All who wait in this process, by key: one change stream for all, and one poll for each key. */
final class Waiters {
  /** Asks how long the claim on a key stands; 0 or less for none. */
  interface Question {
    CompletableFuture<Long> restMillis(EntryKey key);
  }

  private final Map<EntryKey, Wait> waits = new ConcurrentHashMap<>();
  private final Question question;
  private final ScheduledExecutorService timer;
  private final ChangeFeed feed;
  private volatile boolean closed;

  Waiters(Gateway gateway, Question question, ScheduledExecutorService timer) {
    this.question = question;
    this.timer = timer;
    feed = new ChangeFeed(gateway, timer, this);
  }

  CompletableFuture<Void> await(EntryKey key, Duration atMost) {
    while (!closed) {
      Wait wait = waits.computeIfAbsent(key, k -> new Wait(this, k));
      CompletableFuture<Void> joined = wait.join(atMost);
      if (joined != null) {
        feed.attend();
        return joined;
      }
      waits.remove(key, wait);
    }
    return CompletableFuture.failedFuture(MongoFailure.closed());
  }

  /** The claim on a key has ended, or may have: then the server is asked. */
  void changed(EntryKey key, boolean ended) {
    Wait wait = waits.get(key);
    if (wait != null) {
      if (ended) {
        wait.settle(null);
      } else {
        wait.hurry();
      }
    }
  }

  /** Changes may have been missed. */
  void askAgain() {
    waits.values().forEach(Wait::hurry);
  }

  void ended(Wait wait) {
    waits.remove(wait.key(), wait);
  }

  Question question() {
    return question;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  /** Whether changes are known to be told of. */
  boolean isTold() {
    return feed.isProven();
  }

  int openStreams() {
    return feed.isOpen() ? 1 : 0;
  }

  boolean isEmpty() {
    return waits.isEmpty();
  }

  /** Ends all waits. */
  void close() {
    closed = true;
    feed.close();
    waits.values().forEach(wait -> wait.settle(MongoFailure.closed()));
  }
}

package io.cachier.backend.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;

/** All who wait in this process, by key: one subscription and one poll for each key. */
final class Waiters {
  /** Asks how long the claim on a key stands, and leaves a mark for who ends it. */
  interface Question {
    CompletableFuture<Long> restMillis(byte[] key, int mark);
  }

  private final Map<String, Wait> waits = new ConcurrentHashMap<>();
  private final Question question;
  private final ScheduledExecutorService timer;
  private final Wakeups wakeups;
  private volatile boolean closed;

  Waiters(
      Question question,
      ScheduledExecutorService timer,
      Connector connector,
      ConnectionLedger ledger) {
    this.question = question;
    this.timer = timer;
    wakeups = new Wakeups(connector, ledger, timer, this::wake);
  }

  CompletableFuture<Void> await(byte[] key, Duration atMost) {
    String name = new String(key, ISO_8859_1);
    while (!closed) {
      Wait wait = waits.computeIfAbsent(name, n -> new Wait(this, key));
      CompletableFuture<Void> joined = wait.join(atMost);
      if (joined != null) {
        return joined;
      }
      waits.remove(name, wait);
    }
    return CompletableFuture.failedFuture(RedisFailure.closed());
  }

  /** A message came. */
  private void wake(byte[] channel) {
    Wait wait = waits.get(new String(channel, ISO_8859_1));
    if (wait != null) {
      wait.settle(null);
    }
  }

  /** A message may have been lost. */
  void askAgain() {
    waits.values().forEach(Wait::hurry);
  }

  void ended(Wait wait) {
    waits.remove(new String(wait.key(), ISO_8859_1), wait);
  }

  boolean isAwaited(byte[] key) {
    return waits.containsKey(new String(key, ISO_8859_1));
  }

  Question question() {
    return question;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  Wakeups wakeups() {
    return wakeups;
  }

  int size() {
    return waits.size();
  }

  /** Ends all waits; completes when the connection is closed. */
  CompletableFuture<Void> close() {
    closed = true;
    waits.values().forEach(wait -> wait.settle(RedisFailure.closed()));
    return wakeups.close();
  }
}

package io.cachier.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FileWaitersTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final FileWaiters waiters = new FileWaiters();

  @AfterEach
  void close() {
    waiters.close();
  }

  @Test
  void await_cancelled_looksNoMore() throws InterruptedException {
    AtomicInteger looks = new AtomicInteger();
    CountDownLatch three = new CountDownLatch(3);
    CompletableFuture<Void> cancelled =
        waiters.await(
            () -> {
              looks.incrementAndGet();
              three.countDown();
              return Long.MAX_VALUE;
            },
            LONG);
    three.await();
    cancelled.cancel(false);
    int before = looks.get();
    // The same thread serves another wait long enough for the first to have had many turns.
    CountDownLatch many = new CountDownLatch(20);
    var unused =
        waiters.await(
            () -> {
              many.countDown();
              return many.getCount();
            },
            LONG);
    many.await();
    assertThat(looks.get()).isLessThanOrEqualTo(before + 1);
  }

  @Test
  void await_lookFails_failsTheWait() {
    CompletableFuture<Void> wait =
        waiters.await(
            () -> {
              throw new IOException("no disk");
            },
            LONG);
    assertThatThrownBy(wait::join).hasRootCauseMessage("no disk");
  }

  @Test
  void await_looksOnADaemonThread_neverOnTheCallersTwice() throws Exception {
    CompletableFuture<Boolean> daemon = new CompletableFuture<>();
    AtomicInteger looks = new AtomicInteger();
    var unused =
        waiters.await(
            () -> {
              if (looks.incrementAndGet() == 2) {
                daemon.complete(Thread.currentThread().isDaemon());
              }
              return looks.get() < 2 ? 1_000L : 0L;
            },
            LONG);
    assertThat(daemon.get(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void await_afterClose_completes() {
    waiters.close();
    assertThat(waiters.await(() -> Long.MAX_VALUE, LONG)).isCompleted();
  }
}

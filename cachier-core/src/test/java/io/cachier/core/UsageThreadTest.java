package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class UsageThreadTest {
  @Test
  void close_questionUnderWay_returnsOnlyOnceItHasEnded() throws InterruptedException {
    UsageThread thread = new UsageThread();
    CountDownLatch asked = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    thread.execute(
        () -> {
          asked.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            ended.set(true);
          }
        });
    asked.await();

    thread.close();

    assertThat(ended).isTrue();
  }

  @Test
  void close_questionInLine_isNeverAsked() throws InterruptedException {
    UsageThread thread = new UsageThread();
    CountDownLatch asked = new CountDownLatch(1);
    AtomicBoolean second = new AtomicBoolean();
    thread.execute(
        () -> {
          asked.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    thread.execute(() -> second.set(true));
    asked.await();

    thread.close();
    thread.execute(() -> second.set(true));

    assertThat(second).isFalse();
  }

  @Test
  void close_callerInterrupted_keepsTheInterrupt() {
    UsageThread thread = new UsageThread();
    thread.execute(() -> {});
    Thread.currentThread().interrupt();

    thread.close();

    assertThat(Thread.interrupted()).isTrue();
  }
}

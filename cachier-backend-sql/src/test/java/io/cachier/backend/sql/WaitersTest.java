package io.cachier.backend.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nobody is left waiting for a backend that has closed. */
class WaitersTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Waiters waiters = new Waiters(key -> new CompletableFuture<>(), timer, () -> true);

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  @Test
  void await_timerHasStopped_endsAtOnce() {
    timer.shutdownNow();
    CompletableFuture<Void> wait = waiters.await(Stages.key("f", 1), LONG);
    assertThatThrownBy(wait::join).hasMessageContaining("closed");
    assertThat(waiters.size()).isZero();
  }

  @Test
  void await_afterClose_endsAtOnce() {
    waiters.close();
    assertThatThrownBy(waiters.await(Stages.key("f", 1), LONG)::join)
        .hasMessageContaining("closed");
  }

  @Test
  void wakeAll_ofAFunction_wakesThatOnesWaitersOnly() {
    CompletableFuture<Void> one = waiters.await(Stages.key("f", 1), LONG);
    CompletableFuture<Void> two = waiters.await(Stages.key("f", 2), LONG);
    CompletableFuture<Void> other = waiters.await(Stages.key("g", 1), LONG);
    waiters.wakeAll("f");
    assertThat(one).isCompleted();
    assertThat(two).isCompleted();
    assertThat(other).isNotDone();
  }
}

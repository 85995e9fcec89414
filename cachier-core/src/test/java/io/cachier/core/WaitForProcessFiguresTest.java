package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.FunctionBuilder;
import io.cachier.MetricsPolicy;
import io.cachier.WaitInterruptedException;
import io.cachier.WaitPolicy;
import io.cachier.WaitTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** M14 and M15 between processes, for which two cachiers on one folder stand. */
class WaitForProcessFiguresTest {
  @TempDir private Path directory;
  private final FakeTicker ticker = new FakeTicker();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch mayFinish = new CountDownLatch(1);
  private Cachier holders;
  private Cachier ours;
  private volatile boolean fails;
  private Future<String> holder;

  @BeforeEach
  void hold() throws InterruptedException {
    holders =
        Cachier.builder().backend("file").setting("file.directory", directory.toString()).build();
    ours =
        Cachier.builder()
            .backend("file")
            .ticker(ticker)
            .setting("file.directory", directory.toString())
            .build();
    CachedFunction<String, String> held =
        holders.function("f", String.class, String.class, this::hold).build();
    holder = threads.submit(() -> held.apply("a"));
    started.await();
  }

  private String hold(String argument) {
    started.countDown();
    CallFixture.await(mayFinish);
    if (fails) {
      throw new IllegalStateException("down");
    }
    return argument + " by the holder";
  }

  @AfterEach
  void close() throws InterruptedException {
    mayFinish.countDown();
    threads.shutdown();
    // The holder still stores its result; the folder can't be removed under its hands.
    assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    holders.close();
    ours.close();
  }

  @Test
  void waited_othersValue_isServedOnce() throws Exception {
    CachedFunction<String, String> function = function().build();
    Future<String> waiter = threads.submit(() -> function.apply("a"));
    awaitNow(function, "0 running, 1 waiting");
    ticker.advance(Duration.ofSeconds(4));
    mayFinish.countDown();

    assertThat(waiter.get()).isEqualTo("a by the holder");
    assertThat(WaitFiguresTest.waits(function)).isEqualTo("SERVED 1 in PT4S");
    assertThat(WaitFiguresTest.now(function)).isEqualTo("0 running, 0 waiting");
  }

  @Test
  void waited_leaderAndFollowers_eachWaitOnce() throws Exception {
    CachedFunction<String, String> function = function().build();
    Future<String> leader = threads.submit(() -> function.apply("a"));
    Future<String> follower = threads.submit(() -> function.apply("a"));
    awaitNow(function, "0 running, 2 waiting");
    ticker.advance(Duration.ofSeconds(4));
    mayFinish.countDown();

    assertThat(leader.get()).isEqualTo(follower.get());
    assertThat(WaitFiguresTest.waits(function)).isEqualTo("SERVED 2 in PT8S");
  }

  @Test
  void waited_otherFailed_isAbandoned() throws Exception {
    fails = true;
    CachedFunction<String, String> function = function().build();
    Future<String> waiter = threads.submit(() -> function.apply("a"));
    awaitNow(function, "0 running, 1 waiting");
    ticker.advance(Duration.ofSeconds(2));
    mayFinish.countDown();

    assertThat(waiter.get()).isEqualTo("a by us");
    assertThatThrownBy(holder::get).hasCauseInstanceOf(IllegalStateException.class);
    assertThat(WaitFiguresTest.waits(function)).isEqualTo("ABANDONED 1 in PT2S");
  }

  @Test
  void waited_tooLong_isATimeOut() {
    CachedFunction<String, String> function =
        function().waitTimeout(Duration.ZERO).waitPolicy(WaitPolicy.FAIL).build();

    assertThatThrownBy(() -> function.apply("a")).isInstanceOf(WaitTimeoutException.class);
    assertThat(WaitFiguresTest.waits(function)).isEqualTo("TIMEOUT 1 in PT0S");
    assertThat(function.metrics().snapshot().waitTimeouts()).isEqualTo(1);
    assertThat(WaitFiguresTest.now(function)).isEqualTo("0 running, 0 waiting");
  }

  @Test
  void waited_interrupted_isThat() throws Exception {
    CachedFunction<String, String> function = function().build();
    AtomicReference<Thread> thread = new AtomicReference<>();
    Future<String> waiter =
        threads.submit(
            () -> {
              thread.set(Thread.currentThread());
              return function.apply("a");
            });
    awaitNow(function, "0 running, 1 waiting");
    thread.get().interrupt();

    assertThatThrownBy(waiter::get).hasCauseInstanceOf(WaitInterruptedException.class);
    assertThat(WaitFiguresTest.waits(function)).isEqualTo("INTERRUPTED 1 in PT0S");
    assertThat(WaitFiguresTest.now(function)).isEqualTo("0 running, 0 waiting");
  }

  private FunctionBuilder<String, String> function() {
    return ours.function("f", String.class, String.class, x -> x + " by us")
        .metrics(MetricsPolicy.on());
  }

  private static void awaitNow(CachedFunction<?, ?> function, String now) {
    Awaitility.await().until(() -> WaitFiguresTest.now(function).equals(now));
  }
}

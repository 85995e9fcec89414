package io.cachier.core;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.FunctionBuilder;
import io.cachier.MetricsPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;

/** A function on the memory backend whose runs a test can hold and count. */
abstract class CallFixture {
  final FakeTicker ticker = new FakeTicker();
  final Cachier cachier = Cachier.builder().backend("memory").ticker(ticker).build();
  final ExecutorService threads = Executors.newCachedThreadPool();
  final AtomicInteger runs = new AtomicInteger();
  final CountDownLatch started = new CountDownLatch(1);
  final CountDownLatch mayFinish = new CountDownLatch(1);

  @AfterEach
  void close() {
    mayFinish.countDown();
    threads.shutdownNow();
    cachier.close();
  }

  FunctionBuilder<String, String> blocking() {
    return function(
        x -> {
          String result = x + runs.incrementAndGet();
          started.countDown();
          await(mayFinish);
          return result;
        });
  }

  FunctionBuilder<String, String> blockingFirst() {
    return blockingRun(1);
  }

  FunctionBuilder<String, String> blockingSecond() {
    return blockingRun(2);
  }

  FunctionBuilder<String, String> blockingRun(int number) {
    return function(
        x -> {
          int run = runs.incrementAndGet();
          if (run == number) {
            started.countDown();
            await(mayFinish);
          }
          return x + run;
        });
  }

  FunctionBuilder<String, String> function(Function<String, String> function) {
    return cachier.function("f", String.class, String.class, function).metrics(MetricsPolicy.on());
  }

  List<Future<String>> callers(CachedFunction<String, String> function, int count) {
    List<Future<String>> callers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      callers.add(threads.submit(() -> function.apply("a")));
    }
    return callers;
  }

  /**
   * Until so many of our threads wait for a flight: that is where waiters are parked with a limit.
   */
  void awaitWaiters(int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                Thread.getAllStackTraces().entrySet().stream()
                        .filter(e -> e.getKey().getState() == Thread.State.TIMED_WAITING)
                        .filter(e -> inAwait(e.getValue()))
                        .count()
                    == count);
  }

  static boolean inAwait(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (frame.getClassName().equals(SingleFlight.class.getName())
          && frame.getMethodName().equals("await")) {
        return true;
      }
    }
    return false;
  }

  static void await(CountDownLatch latch) {
    if (!awaitOrInterrupted(latch)) {
      throw new AssertionError("interrupted");
    }
  }

  static boolean awaitOrInterrupted(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

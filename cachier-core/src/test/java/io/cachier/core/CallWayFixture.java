package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CacheSettings;
import io.cachier.Cachier;
import io.cachier.CachierBuilder;
import io.cachier.core.CallWays.Callee;
import io.cachier.core.CallWays.Way;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One function on some backend, to be called in every way; its runs can be held and counted. */
abstract class CallWayFixture {
  final FakeTicker ticker = new FakeTicker();
  final ExecutorService threads = Executors.newCachedThreadPool();
  final AtomicInteger runs = new AtomicInteger();
  final CountDownLatch started = new CountDownLatch(1);
  final CountDownLatch mayFinish = new CountDownLatch(1);
  Cachier cachier;

  /** A cachier on the backend that is asked. */
  abstract CachierBuilder builder();

  @BeforeEach
  void open() {
    cachier = builder().ticker(ticker).executor(threads).build();
  }

  @AfterEach
  void close() {
    mayFinish.countDown();
    cachier.close();
    threads.shutdownNow();
    Cachier.setCachingEnabled(true);
  }

  static void asTheyAre(CacheSettings<?> settings) {}

  Callee make(Way way, Function<String, String> function, Consumer<CacheSettings<?>> settings) {
    return CallWays.build(way, cachier, threads, function, settings);
  }

  Callee counting(Way way) {
    return make(way, x -> x + runs.incrementAndGet(), CallWayFixture::asTheyAre);
  }

  /** The first run waits until it may finish. */
  Callee blockingFirst(Way way, Consumer<CacheSettings<?>> settings) {
    return make(
        way,
        x -> {
          int run = runs.incrementAndGet();
          if (run == 1) {
            started.countDown();
            CallFixture.await(mayFinish);
          }
          return x + run;
        },
        settings);
  }

  static void ended(Callee callee, int calls) {
    // Who waits is woken before the flight is taken off and the leader's outcome is known.
    Awaitility.await().until(() -> callee.underWay() == 0);
    Awaitility.await().until(() -> all(callee) >= calls);
    assertThat(all(callee)).isEqualTo(calls);
    MetricSnapshot snapshot = callee.cache().metrics().snapshot();
    assertThat(snapshot.computationsInFlight()).isZero();
    assertThat(snapshot.waiters()).isZero();
  }

  private static long all(Callee callee) {
    MetricSnapshot snapshot = callee.cache().metrics().snapshot();
    long all = 0;
    for (Outcome outcome : Outcome.values()) {
      all += snapshot.calls(outcome);
    }
    return all;
  }

  List<CompletableFuture<String>> callers(Callee callee, int count) throws Exception {
    List<CompletableFuture<String>> callers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      callers.add(callee.call("a"));
    }
    started.await();
    Awaitility.await().until(() -> callee.cache().metrics().snapshot().waiters() == count - 1);
    return callers;
  }
}

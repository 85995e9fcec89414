package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CachedAsyncFunction;
import io.cachier.CachedFunction;
import io.cachier.CallOptions;
import io.cachier.MetricsPolicy;
import io.cachier.metrics.MetricSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which threads asynchronous calls keep and run on, and callers of both kinds: C60, C62, C65 to
 * C67, C70.
 */
class AsyncThreadsTest extends AsyncFixture {
  @ParameterizedTest
  @ValueSource(strings = {"memory", "file", "driven"})
  void apply_tenThousandCallsOfKeysUnderWay_keepNoThread(String backend) throws Exception {
    Map<String, CompletableFuture<String>> stages = new ConcurrentHashMap<>();
    CachedAsyncFunction<String, String> function =
        stages(
            open(on(backend)),
            x -> {
              runs.incrementAndGet();
              return stages.computeIfAbsent(x, k -> new CompletableFuture<>());
            });
    List<CompletableFuture<String>> calls = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      calls.add(function.apply("k" + i % 100));
    }
    Awaitility.await().until(() -> function.metrics().snapshot().waiters() == 9_900);
    // Both threads of the executor are free, and none of ours or the driver's waits for a landing.
    CountDownLatch both = new CountDownLatch(2);
    for (int i = 0; i < 2; i++) {
      two.execute(
          () -> {
            both.countDown();
            CallFixture.awaitOrInterrupted(both);
          });
    }
    assertThat(both.await(20, TimeUnit.SECONDS)).isTrue();

    stages.forEach((key, stage) -> stage.complete(key + "!"));
    for (int i = 0; i < calls.size(); i++) {
      assertThat(soon(calls.get(i))).isEqualTo("k" + i % 100 + "!");
    }
    assertThat(runs).hasValue(100);
    MetricSnapshot snapshot = function.metrics().snapshot();
    assertThat(snapshot.coalesced()).isEqualTo(9_900);
    assertThat(snapshot.totalCalls()).isEqualTo(10_000);
    assertThat(underWay(function)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "driven"})
  void apply_tenThousandCallsOfKeysHeldByAnotherCachier_keepNoThread(String backend)
      throws Exception {
    Map<String, CompletableFuture<String>> stages = new ConcurrentHashMap<>();
    CachedAsyncFunction<String, String> holder =
        stages(open(on(backend)), x -> stages.computeIfAbsent(x, key -> new CompletableFuture<>()));
    for (int i = 0; i < 100; i++) {
      var unused = holder.apply("k" + i);
    }
    Awaitility.await().until(() -> stages.size() == 100);
    CachedAsyncFunction<String, String> other =
        stages(
            open(on(backend).operationTimeout(Duration.ofSeconds(30))),
            x -> {
              runs.incrementAndGet();
              return CompletableFuture.completedFuture("by the other");
            });
    List<CompletableFuture<String>> calls = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      calls.add(other.apply("k" + i % 100));
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> other.metrics().snapshot().waiters() == 10_000);
    assertThat(soon(CompletableFuture.supplyAsync(() -> "free", two))).isEqualTo("free");

    stages.forEach((key, stage) -> stage.complete(key + "!"));
    for (int i = 0; i < calls.size(); i++) {
      assertThat(soon(calls.get(i))).isEqualTo("k" + i % 100 + "!");
    }
    assertThat(runs).hasValue(0);
    assertThat(underWay(other)).isZero();
    assertThat(other.metrics().snapshot().coalesced()).isEqualTo(10_000);
  }

  @Test
  void apply_onADriver_runsNothingOfTheUsersThere() throws Exception {
    List<String> names = new ArrayList<>();
    CachedFunction<String, String> function =
        open(on("driven"))
            .function(
                "f",
                String.class,
                String.class,
                x -> {
                  names.add(Thread.currentThread().getName());
                  return x;
                })
            .build();
    for (int i = 0; i < 50; i++) {
      CompletableFuture<String> call = function.applyAsync("a" + i % 5);
      soon(call.thenAccept(x -> names.add(Thread.currentThread().getName())));
    }

    assertThat(names).hasSizeGreaterThanOrEqualTo(55).doesNotContain(DrivenFiles.DRIVER);
    assertThat(names.subList(0, 1)).containsExactly("ours");
  }

  @Test
  void applyAsync_inMemory_runsTheFunctionOnTheExecutorNotHere() throws Exception {
    CachedFunction<String, String> function =
        open(on("memory"))
            .function("f", String.class, String.class, x -> Thread.currentThread().getName())
            .build();

    assertThat(soon(function.applyAsync("a"))).isEqualTo("ours");
    assertThat(soon(function.applyAsync("b", CallOptions.skip()))).isEqualTo("ours");
    assertThat(soon(function.applyAsync("c", CallOptions.overwrite()))).isEqualTo("ours");
    assertThat(function.apply("d")).isEqualTo(Thread.currentThread().getName());
  }

  @Test
  void apply_syncCallerMeetsAnAsyncLeader_isGivenItsResult() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    CachedFunction<String, String> function =
        open(on("memory"))
            .function(
                "f",
                String.class,
                String.class,
                x -> {
                  begun.countDown();
                  CallFixture.await(mayEnd);
                  return x + runs.incrementAndGet();
                })
            .metrics(MetricsPolicy.on())
            .build();
    CompletableFuture<String> async = function.applyAsync("a");
    begun.await();
    CompletableFuture<String> sync = new CompletableFuture<>();
    Thread caller = new Thread(() -> sync.complete(function.apply("a")));
    caller.start();
    CompletableFuture<String> second = function.applyAsync("a");
    Awaitility.await().until(() -> function.metrics().snapshot().waiters() == 2);
    mayEnd.countDown();

    assertThat(soon(async)).isEqualTo("a1");
    assertThat(soon(sync)).isEqualTo("a1");
    assertThat(soon(second)).isEqualTo("a1");
    assertThat(function.metrics().snapshot().coalesced()).isEqualTo(2);
  }

  @Test
  void apply_asyncCallerMeetsASyncLeader_isGivenItsResultOnTheExecutor() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    CachedFunction<String, String> function =
        open(on("driven"))
            .function(
                "f",
                String.class,
                String.class,
                x -> {
                  begun.countDown();
                  CallFixture.await(mayEnd);
                  return x + runs.incrementAndGet();
                })
            .metrics(MetricsPolicy.on())
            .build();
    CompletableFuture<String> sync = new CompletableFuture<>();
    Thread leader = new Thread(() -> sync.complete(function.apply("a")));
    leader.start();
    begun.await();
    CompletableFuture<String> thread =
        function.applyAsync("a").thenApply(x -> Thread.currentThread().getName());
    Awaitility.await().until(() -> function.metrics().snapshot().waiters() == 1);
    mayEnd.countDown();

    assertThat(soon(sync)).isEqualTo("a1");
    assertThat(soon(thread)).isEqualTo("ours");
  }

  @Test
  void apply_leaderInterrupted_sendsTheOthersBackToTry() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicReference<Thread> runner = new AtomicReference<>();
    CachedFunction<String, String> function =
        open(on("memory"))
            .function(
                "f",
                String.class,
                String.class,
                x -> {
                  if (runs.incrementAndGet() == 1) {
                    runner.set(Thread.currentThread());
                    begun.countDown();
                    if (!CallFixture.awaitOrInterrupted(new CountDownLatch(1))) {
                      throw new IllegalStateException("interrupted");
                    }
                  }
                  return x + runs;
                })
            .metrics(MetricsPolicy.on())
            .build();
    CompletableFuture<String> first = function.applyAsync("a");
    begun.await();
    CompletableFuture<String> second = function.applyAsync("a");
    runner.get().interrupt();

    assertThatThrownBy(() -> soon(first)).hasCauseInstanceOf(IllegalStateException.class);
    assertThat(soon(second)).isEqualTo("a2");
  }

  @Test
  void apply_executorRejects_goesOnWithoutIt() throws Exception {
    ExecutorService closed = Executors.newSingleThreadExecutor();
    closed.shutdown();
    CachedFunction<String, String> function =
        open(on("driven").executor(closed))
            .function("f", String.class, String.class, x -> x + runs.incrementAndGet())
            .build();

    assertThat(soon(function.applyAsync("a"))).isEqualTo("a1");
    assertThat(soon(function.applyAsync("a"))).isEqualTo("a1");
  }

  @Test
  void apply_syncAndAsyncCallersAtOnce_computeEachKeyOnce() throws Exception {
    Map<String, AtomicInteger> runsOf = new ConcurrentHashMap<>();
    CachedFunction<String, String> function =
        open(on("memory"))
            .function(
                "f",
                String.class,
                String.class,
                x -> x + runsOf.computeIfAbsent(x, k -> new AtomicInteger()).incrementAndGet())
            .metrics(MetricsPolicy.on())
            .build();
    int each = 2_000;
    CountDownLatch go = new CountDownLatch(1);
    List<CompletableFuture<List<CompletableFuture<String>>>> callers = new ArrayList<>();
    for (int thread = 0; thread < 8; thread++) {
      boolean async = thread % 2 == 0;
      CompletableFuture<List<CompletableFuture<String>>> caller = new CompletableFuture<>();
      callers.add(caller);
      new Thread(
              () -> {
                CallFixture.await(go);
                List<CompletableFuture<String>> calls = new ArrayList<>();
                for (int i = 0; i < each; i++) {
                  calls.add(
                      async
                          ? function.applyAsync("k" + i)
                          : CompletableFuture.completedFuture(function.apply("k" + i)));
                }
                caller.complete(calls);
              })
          .start();
    }
    go.countDown();
    for (CompletableFuture<List<CompletableFuture<String>>> caller : callers) {
      List<CompletableFuture<String>> calls = soon(caller);
      for (int i = 0; i < each; i++) {
        assertThat(soon(calls.get(i))).isEqualTo("k" + i + "1");
      }
    }

    assertThat(runsOf.values()).allSatisfy(count -> assertThat(count).hasValue(1));
    assertThat(function.metrics().snapshot().totalCalls()).isEqualTo(8L * each);
    assertThat(underWay(function)).isZero();
  }
}

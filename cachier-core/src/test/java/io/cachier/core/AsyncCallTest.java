package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.cachier.CachedAsyncFunction;
import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.CachierBuilder;
import io.cachier.CallOptions;
import io.cachier.MetricsPolicy;
import io.cachier.ReentrantCallException;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Outcome;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What asynchronous calls alone promise: C61 to C70. */
class AsyncCallTest {
  @TempDir private Path directory;
  private final ExecutorService two =
      Executors.newFixedThreadPool(2, task -> new Thread(task, "ours"));
  private final List<Cachier> opened = new ArrayList<>();
  private final AtomicInteger runs = new AtomicInteger();

  @AfterEach
  void close() {
    opened.forEach(Cachier::close);
    two.shutdownNow();
  }

  private CachierBuilder on(String backend) {
    return Cachier.builder()
        .addBackend(new DrivenFiles())
        .backend(backend)
        .setting("file.directory", directory.toString())
        .executor(two);
  }

  private Cachier open(CachierBuilder builder) {
    Cachier cachier = builder.build();
    opened.add(cachier);
    return cachier;
  }

  private CachedAsyncFunction<String, String> stages(
      Cachier cachier, Function<String, CompletionStage<String>> function) {
    return cachier
        .asyncFunction("f", String.class, String.class, function)
        .metrics(MetricsPolicy.on())
        .build();
  }

  private static int underWay(Object function) {
    return ((CoreManagedCache<?, ?>) function).underWay();
  }

  private static <T> T soon(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  @Test
  void apply_heldInMemory_isCompleteWhenItReturns() {
    CachedAsyncFunction<String, String> function =
        stages(open(on("memory")), x -> CompletableFuture.completedFuture(x + x));
    var first = function.apply("a");
    assertThat(first).isDone();

    assertThat(function.apply("a")).isCompletedWithValue("aa");
    assertThat(function.apply("a")).isNotSameAs(function.apply("a"));
  }

  @Test
  void apply_heldInMemory_allocatesItsFutureAlone() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    CachedAsyncFunction<String, String> function =
        open(on("memory"))
            .asyncFunction(
                "f", String.class, String.class, x -> CompletableFuture.completedFuture(x + x))
            .staleAfter(Duration.ofHours(1))
            .build();
    int calls = 20_000;
    for (int i = 0; i < calls; i++) {
      var unused = function.apply("key");
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < calls; i++) {
      var unused = function.apply("key");
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(allocated / calls).isLessThanOrEqualTo(32);
  }

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
  void apply_waitForAnotherCachierRunsOut_computes() throws Exception {
    CompletableFuture<String> stage = new CompletableFuture<>();
    AtomicInteger begun = new AtomicInteger();
    CachedAsyncFunction<String, String> holder =
        stages(
            open(on("driven")),
            x -> {
              begun.incrementAndGet();
              return stage;
            });
    CompletableFuture<String> held = holder.apply("a");
    Awaitility.await().until(() -> begun.get() == 1);
    CachedAsyncFunction<String, String> impatient =
        stages(
            open(on("driven").waitTimeout(Duration.ofMillis(20))),
            x -> CompletableFuture.completedFuture("by the impatient"));

    assertThat(soon(impatient.apply("a"))).isEqualTo("by the impatient");
    stage.complete("by the holder");
    assertThat(soon(held)).isEqualTo("by the holder");
    // The holder was fenced off.
    assertThat(soon(impatient.apply("a"))).isEqualTo("by the impatient");
    assertThat(impatient.metrics().snapshot().waitTimeouts()).isEqualTo(1);
  }

  @Test
  void apply_stageOutlastsTheLease_keepsItsClaim() throws Exception {
    FaultyFiles files = new FaultyFiles();
    CompletableFuture<String> stage = new CompletableFuture<>();
    CachedAsyncFunction<String, String> function =
        stages(
            open(
                on("memory")
                    .addBackend(files)
                    .backend("faulty")
                    .claimLease(Duration.ofMillis(150))),
            x -> stage);
    CompletableFuture<String> call = function.apply("a");
    Awaitility.await().until(() -> files.asked.stream().filter("renew"::equals).count() >= 6);
    stage.complete("late");

    assertThat(soon(call)).isEqualTo("late");
    assertThat(soon(function.apply("a"))).isEqualTo("late");
    assertThat(function.metrics().snapshot().hits()).isEqualTo(1);
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
  void apply_callersCancelOrCompleteTheirFutures_disturbNobody() throws Exception {
    CompletableFuture<String> stage = new CompletableFuture<>();
    CachedAsyncFunction<String, String> function =
        stages(
            open(on("memory")),
            x -> {
              runs.incrementAndGet();
              return stage;
            });
    CompletableFuture<String> leader = function.apply("a");
    CompletableFuture<String> cancelled = function.apply("a");
    CompletableFuture<String> completed = function.apply("a");
    CompletableFuture<String> patient = function.apply("a");
    assertThat(leader.cancel(true)).isTrue();
    assertThat(cancelled.cancel(false)).isTrue();
    assertThat(completed.complete("mine")).isTrue();
    stage.complete("computed");

    assertThat(soon(patient)).isEqualTo("computed");
    assertThat(function.apply("a")).isCompletedWithValue("computed");
    assertThat(completed).isCompletedWithValue("mine");
    assertThat(runs).hasValue(1);
    Awaitility.await().until(() -> function.metrics().snapshot().totalCalls() == 5);
    assertThat(function.metrics().snapshot().calls(Outcome.MISS)).isEqualTo(1);
    assertThat(underWay(function)).isZero();
  }

  @Test
  void apply_functionFailsInEachOfItsWays_givesItAsItIs() {
    IllegalStateException down = new IllegalStateException("down");
    CachedAsyncFunction<String, String> function =
        stages(
            open(on("memory")),
            x ->
                switch (x) {
                  case "throws" -> throw down;
                  case "fails" -> CompletableFuture.failedFuture(down);
                  case "wrapped" -> CompletableFuture.failedFuture(new CompletionException(down));
                  case "cancelled" -> {
                    CompletableFuture<String> stage = new CompletableFuture<>();
                    stage.cancel(true);
                    yield stage;
                  }
                  default -> null;
                });

    for (String how : List.of("throws", "fails", "wrapped")) {
      assertThatThrownBy(() -> function.apply(how).get())
          .isExactlyInstanceOf(ExecutionException.class)
          .cause()
          .isSameAs(down);
    }
    assertThatThrownBy(() -> function.apply("cancelled").get())
        .isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> function.apply("nothing").get())
        .cause()
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("'f' returned null instead of a stage");
    assertThat(function.metrics().snapshot().errors()).isEqualTo(5);
    assertThat(underWay(function)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "driven"})
  void apply_ownKeyAgain_isRefusedNotDeadlocked(String backend) {
    AtomicReference<CachedAsyncFunction<String, String>> self = new AtomicReference<>();
    self.set(stages(open(on(backend)), x -> self.get().apply(x)));

    assertThatThrownBy(() -> soon(self.get().apply("a")))
        .cause()
        .isInstanceOf(ReentrantCallException.class)
        .hasMessageContaining("'f'");
    Awaitility.await().until(() -> underWay(self.get()) == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "driven"})
  void applyAsync_ownKeyWithinABlockingFunction_isRefusedNotDeadlocked(String backend) {
    AtomicReference<CachedFunction<String, String>> self = new AtomicReference<>();
    self.set(
        open(on(backend))
            .function("f", String.class, String.class, x -> self.get().applyAsync(x).join())
            .build());

    assertThatThrownBy(() -> soon(self.get().applyAsync("a")))
        .cause()
        .isInstanceOf(ReentrantCallException.class);
    assertThatThrownBy(() -> self.get().apply("a"))
        .hasRootCauseInstanceOf(ReentrantCallException.class);
  }

  @Test
  void apply_sameKeyTwiceFromOneThread_isNoReentrance() throws Exception {
    CompletableFuture<String> stage = new CompletableFuture<>();
    CachedAsyncFunction<String, String> function = stages(open(on("driven")), x -> stage);
    CompletableFuture<List<CompletableFuture<String>>> calls =
        CompletableFuture.supplyAsync(
            () -> List.of(function.apply("a"), function.apply("a"), function.apply("a")), two);
    Awaitility.await().until(() -> function.metrics().snapshot().waiters() == 2);
    stage.complete("once");

    for (CompletableFuture<String> call : soon(calls)) {
      assertThat(soon(call)).isEqualTo("once");
    }
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
  void apply_argumentsOwnCodeThrows_isToldByTheFuture() {
    record Sick(String text) {
      @Override
      public int hashCode() {
        throw new IllegalStateException("sick");
      }

      @Override
      public boolean equals(Object other) {
        return false;
      }
    }
    CachedAsyncFunction<Sick, String> function =
        open(on("memory"))
            .asyncFunction(
                "sick", Sick.class, String.class, x -> CompletableFuture.completedFuture(x.text()))
            .build();

    assertThatThrownBy(() -> soon(function.apply(new Sick("a"))))
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("sick");
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

package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.cachier.CachedAsyncFunction;
import io.cachier.CachedFunction;
import io.cachier.ReentrantCallException;
import io.cachier.metrics.Outcome;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What asynchronous calls alone promise: C61, C63, C64, C68, C69. */
class AsyncCallTest extends AsyncFixture {
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
}

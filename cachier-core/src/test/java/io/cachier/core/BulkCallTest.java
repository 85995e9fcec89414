package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.BackendException;
import io.cachier.CachedAsyncFunction;
import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import io.cachier.core.FaultyFiles.Fault;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of many arguments: C71 to C75. */
class BulkCallTest {
  @TempDir private Path directory;
  private final FaultyFiles files = new FaultyFiles();
  private final List<String> ran = new ArrayList<>();
  private Cachier cachier;

  @BeforeEach
  void open() {
    cachier =
        Cachier.builder()
            .addBackend(files)
            .addBackend(new DrivenFiles())
            .setting("file.directory", directory.toString())
            .build();
  }

  @AfterEach
  void close() {
    files.faults.clear();
    cachier.close();
  }

  private CachedFunction<String, String> function(String backend) {
    return cachier
        .function(
            "f",
            String.class,
            String.class,
            x -> {
              ran.add(x);
              if (x != null && x.startsWith("bad")) {
                throw new IllegalStateException(x);
              }
              return x + "!";
            })
        .backend(backend)
        .metrics(MetricsPolicy.on())
        .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "file", "driven"})
  void applyAll_someStored_computesTheRestInOrder(String backend) {
    CachedFunction<String, String> function = function(backend);
    function.apply("b");
    ran.clear();

    Map<String, String> results = function.applyAll(Arrays.asList("c", "b", "a", "c", null));

    assertThat(results.toString()).isEqualTo("{c=c!, b=b!, a=a!, null=null!}");
    assertThat(ran).containsExactly("c", "a", null);
    assertThatThrownBy(() -> results.put("x", "y"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(function.applyAll(List.of("a", "b", "c"))).hasSize(3);
    assertThat(ran).hasSize(3);
    MetricSnapshot snapshot = function.metrics().snapshot();
    assertThat(snapshot.calls(Outcome.HIT)).isEqualTo(4);
    assertThat(snapshot.calls(Outcome.MISS)).isEqualTo(4);
    assertThat(snapshot.totalCalls()).isEqualTo(8);
    assertThat(((CoreManagedCache<?, ?>) function).underWay()).isZero();
  }

  @Test
  void applyAll_remote_beginsAllLookUpsFirst() {
    CachedFunction<String, String> function = function("faulty");

    function.applyAll(List.of("a", "b", "c"));

    assertThat(files.asked.subList(0, 4)).containsExactly("lookup", "lookup", "lookup", "claim");
  }

  @Test
  void applyAll_moreThanARound_looksUpEachOnce() {
    CachedFunction<String, String> function = function("faulty");
    List<String> keys = IntStream.range(0, 150).mapToObj(i -> "k" + i).toList();
    function.precacheAll(Map.of("k0", "given", "k140", "given"));
    files.asked.clear();

    assertThat(function.applyAll(keys)).hasSize(150).containsEntry("k140", "given");
    assertThat(files.asked).filteredOn("lookup"::equals).hasSize(150);
    assertThat(ran).hasSize(148);
  }

  @Test
  void applyAll_oneFails_endsThereAndKeepsWhatWasComputed() {
    CachedFunction<String, String> function = function("file");

    assertThatThrownBy(() -> function.applyAll(List.of("a", "bad", "b")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("bad");
    assertThat(ran).containsExactly("a", "bad");
    assertThat(function.apply("a")).isEqualTo("a!");
    assertThat(ran).hasSize(2);
    assertThat(function.metrics().snapshot().errors()).isEqualTo(1);
  }

  @Test
  void applyAll_backendFails_computesAllOnce() {
    CachedFunction<String, String> function = function("faulty");
    files.faults.put("lookup", Fault.FAILS);
    files.faults.put("claim", Fault.FAILS);
    files.faults.put("store", Fault.FAILS);

    assertThat(function.applyAll(List.of("a", "b"))).containsEntry("b", "b!");
    assertThat(ran).containsExactly("a", "b");
  }

  @Test
  void applyAll_oneIsBeingComputed_isWaitedForLast() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    CachedFunction<String, String> function =
        cachier
            .function(
                "f",
                String.class,
                String.class,
                x -> {
                  ran.add(x);
                  if (x.equals("slow")) {
                    begun.countDown();
                    CallFixture.await(mayEnd);
                  } else {
                    // Ends the other's run: waiting for it first would never end.
                    mayEnd.countDown();
                  }
                  return x + "!";
                })
            .backend("memory")
            .build();
    CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> function.apply("slow"));
    begun.await();

    assertThat(function.applyAll(List.of("slow", "quick")).toString())
        .isEqualTo("{slow=slow!, quick=quick!}");
    assertThat(ran).containsExactly("slow", "quick");
    assertThat(slow.get(20, TimeUnit.SECONDS)).isEqualTo("slow!");
  }

  @Test
  void applyAll_cachingOff_runsTheFunction() {
    CachedFunction<String, String> function = function("file");
    cachier.setEnabled(false);

    assertThat(function.applyAll(List.of("a", "b"))).containsEntry("b", "b!");
    assertThat(function.metrics().snapshot().bypassed()).isEqualTo(2);
  }

  @Test
  void applyAll_staleWithinTheCeiling_isServedAndComputedAnew() {
    CachedFunction<String, String> function =
        cachier
            .function("f", String.class, String.class, x -> x + "!")
            .staleAfter(java.time.Duration.ofNanos(1))
            .staleWhileRevalidate(java.time.Duration.ofHours(1))
            .backend("file")
            .metrics(MetricsPolicy.on())
            .build();
    function.applyAll(List.of("a", "b"));
    function.applyAll(List.of("a", "b"));

    assertThat(function.metrics().snapshot().calls(Outcome.STALE)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "file", "driven"})
  void applyAllAsync_manyKeys_givesThemInOrder(String backend) throws Exception {
    CachedFunction<Integer, Integer> function =
        cachier
            .function("n", Integer.class, Integer.class, n -> n * n)
            .backend(backend)
            .metrics(MetricsPolicy.on())
            .build();
    List<Integer> keys = List.of(3, 1, 2, 3, 1);

    assertThat(function.applyAllAsync(keys).get(20, TimeUnit.SECONDS).toString())
        .isEqualTo("{3=9, 1=1, 2=4}");
    assertThat(function.applyAllAsync(List.of()).get(20, TimeUnit.SECONDS)).isEmpty();
    assertThat(function.metrics().snapshot().totalCalls()).isEqualTo(3);
  }

  @Test
  void applyAll_ofStagesThatFail_tellsTheFirstInOrderWhenAllHaveEnded() {
    CompletableFuture<String> late = new CompletableFuture<>();
    CachedAsyncFunction<String, String> function =
        cachier
            .asyncFunction(
                "f",
                String.class,
                String.class,
                x ->
                    switch (x) {
                      case "late" -> late;
                      case "bad" -> CompletableFuture.failedFuture(new IllegalStateException(x));
                      default -> CompletableFuture.completedFuture(x + "!");
                    })
            .backend("memory")
            .build();
    CompletableFuture<Map<String, String>> all = function.applyAll(List.of("a", "late", "bad"));
    assertThat(all).isNotDone();
    late.completeExceptionally(new IllegalArgumentException("late"));

    assertThatThrownBy(() -> all.get(20, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("late");
    assertThat(function.apply("a")).isCompletedWithValue("a!");
  }

  @Test
  void precacheAll_oneWriteFails_tellsAndStoresTheOthers() {
    CachedFunction<String, String> function = function("faulty");
    files.faults.put("store", Fault.FAILS);

    assertThatThrownBy(() -> function.precacheAll(Map.of("a", "1", "b", "2")))
        .isInstanceOf(BackendException.class)
        .hasMessage("backend 'faulty': store failed: IOException: no store")
        .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
    assertThat(function.metrics().snapshot().backendErrors()).isEqualTo(2);
  }

  @Test
  void precacheAll_noAnswer_namesTheTimeThatWasWaited() {
    CachedFunction<String, String> function = function("faulty");
    files.faults.put("store", Fault.SILENT);

    assertThatThrownBy(() -> function.precacheAll(Map.of("a", "1")))
        .isInstanceOf(BackendException.class)
        .hasMessage("backend 'faulty': store failed: TimeoutException: no answer within 1000 ms")
        .hasCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void applyAll_noKeyCanBeMade_isCountedOnceForEachArgument() {
    CachedFunction<String, String> function =
        cachier
            .function("keyless", String.class, String.class, x -> x + "!")
            .keyedBy(
                x -> {
                  throw new IllegalStateException("no key of " + x);
                })
            .backend("memory")
            .metrics(MetricsPolicy.on())
            .build();

    assertThat(function.applyAll(List.of("a", "b")).toString()).isEqualTo("{a=a!, b=b!}");
    MetricSnapshot snapshot = function.metrics().snapshot();
    assertThat(snapshot.counter(CacheCounter.UNKEYABLE)).isEqualTo(2);
    assertThat(snapshot.bypassed()).isEqualTo(2);
  }

  @Test
  void applyAll_ofStagesOneCancelled_failsAsTheCallDid() {
    CachedAsyncFunction<String, String> function =
        cachier
            .asyncFunction(
                "cancels",
                String.class,
                String.class,
                x -> CompletableFuture.failedFuture(new CancellationException("by the function")))
            .backend("memory")
            .build();

    assertThatThrownBy(() -> function.applyAll(List.of("a")).get(20, TimeUnit.SECONDS))
        .isInstanceOf(CancellationException.class);
  }
}

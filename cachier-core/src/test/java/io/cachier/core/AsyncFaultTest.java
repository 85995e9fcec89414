package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CachedAsyncFunction;
import io.cachier.Cachier;
import io.cachier.CallOptions;
import io.cachier.MetricsPolicy;
import io.cachier.core.FaultyFiles.Fault;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.spi.Claim;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an asynchronous call does when its backend fails: R3, R4, R5; C29, C30, C32. */
class AsyncFaultTest {
  @TempDir private Path directory;
  private final FaultyFiles backend = new FaultyFiles();
  private final AtomicInteger runs = new AtomicInteger();
  private Cachier cachier;
  private CachedAsyncFunction<String, String> function;

  @BeforeEach
  void open() {
    cachier =
        Cachier.builder()
            .addBackend(backend)
            .backend("faulty")
            .setting("file.directory", directory.toString())
            .operationTimeout(Duration.ofMillis(100))
            .ticker(new FakeTicker())
            .build();
    function =
        cachier
            .asyncFunction("f", String.class, String.class, this::run)
            .metrics(MetricsPolicy.on())
            .build();
  }

  private CompletableFuture<String> run(String argument) {
    int run = runs.incrementAndGet();
    return argument.equals("bad")
        ? CompletableFuture.failedFuture(new UnsupportedOperationException("the function's own"))
        : CompletableFuture.completedFuture(argument + run);
  }

  @AfterEach
  void close() {
    backend.faults.clear();
    cachier.close();
  }

  private static String soon(CompletableFuture<String> call) throws Exception {
    return call.get(20, TimeUnit.SECONDS);
  }

  static Stream<Arguments> everyOperationAndFault() {
    return Stream.of("lookup", "claim", "store", "release")
        .flatMap(
            operation ->
                Stream.of(Fault.THROWS, Fault.FAILS, Fault.SILENT)
                    .map(fault -> Arguments.of(operation, fault)));
  }

  @ParameterizedTest
  @MethodSource("everyOperationAndFault")
  void apply_operationFails_runsOnceReturnsTheValueAndCounts(String operation, Fault fault)
      throws Exception {
    backend.faults.put(operation, fault);

    assertThat(soon(function.apply("a"))).isEqualTo("a1");
    assertThat(runs).hasValue(1);
    assertThatThrownBy(() -> soon(function.apply("bad")))
        .cause()
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("the function's own");
    assertThat(runs).hasValue(2);
    Awaitility.await().until(() -> function.metrics().snapshot().backendErrors() > 0);
    assertThat(function.metrics().snapshot().errors()).isEqualTo(1);
    assertThat(function.metrics().snapshot().totalCalls()).isEqualTo(2);
    assertThat(((CoreManagedCache<?, ?>) function).underWay()).isZero();
  }

  @Test
  void apply_lookupSilent_asksForNoClaimAndWaitsForNoStore() throws Exception {
    Stream.of("lookup", "claim", "store").forEach(o -> backend.faults.put(o, Fault.SILENT));

    assertThat(soon(function.apply("a"))).isEqualTo("a1");
    assertThat(backend.asked)
        .filteredOn(o -> !o.equals("usage"))
        .containsExactly("lookup", "store");
    // Each is counted once, when its time is up.
    Awaitility.await().until(() -> function.metrics().snapshot().backendErrors() == 2);
  }

  @Test
  void apply_claimGrantedAfterTheTimeOut_isGivenBack() throws Exception {
    backend.faults.put("claim", Fault.SILENT);

    assertThat(soon(function.apply("a"))).isEqualTo("a1");
    backend.asked.clear();
    backend.silent.get(0).complete(new Claim.Granted(77, 0));
    assertThat(backend.asked).containsExactly("release");
  }

  @Test
  void apply_breakerOpen_asksNothing() throws Exception {
    Stream.of("lookup", "claim", "store").forEach(o -> backend.faults.put(o, Fault.FAILS));
    for (int i = 0; i < 5; i++) {
      soon(function.apply("a" + i));
    }
    backend.asked.clear();

    assertThat(soon(function.apply("b"))).isEqualTo("b6");
    assertThat(backend.asked).isEmpty();
    MetricSnapshot snapshot = function.metrics().snapshot();
    assertThat(snapshot.totalCalls()).isEqualTo(6);
  }

  @Test
  void apply_waitForAnotherProcessNeverAnswered_isCancelledAndTheFunctionRuns() throws Exception {
    try (Cachier holder =
        Cachier.builder().backend("file").setting("file.directory", directory.toString()).build()) {
      CompletableFuture<String> stage = new CompletableFuture<>();
      CachedAsyncFunction<String, String> holding =
          holder.asyncFunction("f", String.class, String.class, x -> stage).build();
      CompletableFuture<String> held = holding.apply("a");
      backend.faults.put("awaitSettled", Fault.SILENT);
      function.close();
      CachedAsyncFunction<String, String> impatient =
          cachier
              .asyncFunction("f", String.class, String.class, this::run)
              .waitTimeout(Duration.ofMillis(50))
              .metrics(MetricsPolicy.on())
              .build();

      assertThat(soon(impatient.apply("a"))).isEqualTo("a1");
      assertThat(backend.silent.get(0)).isCancelled();
      stage.complete("held");
      assertThat(soon(held)).isEqualTo("held");
    }
  }

  @Test
  void invalidate_whileAnUnfencedWriteIsUnderWay_waitsForItsEnd() throws Exception {
    backend.faults.put("store", Fault.SILENT);
    CompletableFuture<String> overwriting = function.apply("a", CallOptions.overwrite());
    Awaitility.await().until(() -> backend.asked.contains("store"));
    CompletableFuture<Void> invalidated =
        CompletableFuture.runAsync(() -> function.invalidate("a"));
    assertThat(backend.asked).doesNotContain("remove");
    backend.silent.get(0).complete(true);

    assertThat(soon(overwriting)).isEqualTo("a1");
    invalidated.get(20, TimeUnit.SECONDS);
    assertThat(backend.asked).containsSubsequence("store", "remove");
  }
}

package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.BackendException;
import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.CallOptions;
import io.cachier.MetricsPolicy;
import io.cachier.core.FaultyFiles.Fault;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.spi.Claim;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a call does when its backend fails: R3, R4, R5. */
class FaultyBackendCallTest {
  @TempDir private Path directory;
  private final FaultyFiles backend = new FaultyFiles();
  private final FakeTicker ticker = new FakeTicker();
  private final AtomicInteger runs = new AtomicInteger();
  private Cachier cachier;
  private CachedFunction<String, String> function;

  @BeforeEach
  void open() {
    cachier =
        Cachier.builder()
            .addBackend(backend)
            .backend("faulty")
            .setting("file.directory", directory.toString())
            .operationTimeout(Duration.ofMillis(100))
            .ticker(ticker)
            .build();
    function =
        cachier
            .function("f", String.class, String.class, this::run)
            .metrics(MetricsPolicy.on())
            .build();
  }

  private String run(String argument) {
    int run = runs.incrementAndGet();
    if (argument.equals("bad")) {
      throw new UnsupportedOperationException("the function's own");
    }
    return argument + run;
  }

  @AfterEach
  void close() {
    backend.faults.clear();
    cachier.close();
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
  void apply_operationFails_runsOnceReturnsTheValueAndCounts(String operation, Fault fault) {
    backend.faults.put(operation, fault);

    assertThat(function.apply("a")).isEqualTo("a1");
    assertThat(runs).hasValue(1);
    assertThatThrownBy(() -> function.apply("bad"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("the function's own");
    assertThat(runs).hasValue(2);
    MetricSnapshot snapshot = function.metrics().snapshot();
    if (fault != Fault.SILENT) {
      // An operation that nobody waits for is counted when its time is up.
      assertThat(snapshot.backendErrors()).isPositive();
    }
    assertThat(snapshot.errors()).isEqualTo(1);
  }

  @Test
  void apply_backendSilent_waitsOnceACallAndNotAtAllOnceTheBreakerIsOpen() {
    Stream.of("lookup", "claim", "store").forEach(o -> backend.faults.put(o, Fault.SILENT));
    for (int i = 0; i < 5; i++) {
      function.apply("a", CallOptions.maxAge(Duration.ofHours(1)));
    }
    // One look-up a call was waited for, and no claim was asked for after it had failed. The stores
    // that nobody waited for failed too, so the breaker opened before the fifth call.
    assertThat(backend.asked).filteredOn("lookup"::equals).hasSizeBetween(3, 5);
    assertThat(backend.asked).doesNotContain("claim");

    backend.asked.clear();
    assertThat(function.apply("a")).isEqualTo("a6");
    assertThat(backend.asked).isEmpty();
    assertThat(function.metrics().snapshot().backendErrors()).isGreaterThanOrEqualTo(6);
  }

  @Test
  void apply_breakerOpenAndBackendBack_closesByItself() {
    Stream.of("lookup", "claim", "store").forEach(o -> backend.faults.put(o, Fault.FAILS));
    for (int i = 0; i < 5; i++) {
      function.apply("a" + i);
    }
    backend.faults.clear();
    backend.asked.clear();
    function.apply("b");
    assertThat(backend.asked).isEmpty();

    ticker.advance(Duration.ofSeconds(5));
    String computed = function.apply("b");
    assertThat(function.apply("b")).isEqualTo(computed);
    assertThat(backend.asked).containsSubsequence("lookup", "claim", "store", "lookup");
  }

  @Test
  void apply_claimGrantedAfterTheTimeOut_isGivenBack() {
    backend.faults.put("claim", Fault.SILENT);

    assertThat(function.apply("a")).isEqualTo("a1");
    backend.asked.clear();
    backend.silent.get(0).complete(new Claim.Granted(77, 0));
    assertThat(backend.asked).containsExactly("release");
  }

  @Test
  void apply_renewalOrWaitFails_isHarmless() {
    backend.faults.put("renew", Fault.THROWS);
    backend.faults.put("awaitSettled", Fault.THROWS);

    assertThat(function.apply("a")).isEqualTo("a1");
    assertThat(function.apply("a")).isEqualTo("a1");
  }

  @Test
  void management_backendFails_tellsWhoAsked() {
    Stream.of("remove", "clear", "clearClaims", "store")
        .forEach(o -> backend.faults.put(o, Fault.FAILS));

    assertThatThrownBy(() -> function.invalidate("a"))
        .isInstanceOf(BackendException.class)
        .hasMessage("backend 'faulty': remove failed: IOException: no remove");
    assertThatThrownBy(() -> function.clear()).isInstanceOf(BackendException.class);
    assertThatThrownBy(() -> function.clearClaims()).isInstanceOf(BackendException.class);
    assertThatThrownBy(() -> function.precache("a", "b")).isInstanceOf(BackendException.class);
    assertThat(function.metrics().snapshot().backendErrors()).isEqualTo(4);
  }

  @Test
  void snapshot_usageFails_isUnknownNotZero() {
    backend.faults.put("usage", Fault.FAILS);

    assertThat(function.metrics().snapshot().entryCount()).isEmpty();
    assertThat(function.metrics().snapshot().totalSizeBytes()).isEmpty();
  }

  @Test
  void apply_waitForAnotherProcessFails_computesWithoutIt() {
    try (Cachier holder =
        Cachier.builder().backend("file").setting("file.directory", directory.toString()).build()) {
      CachedFunction<String, String> inside =
          holder
              .function(
                  "f",
                  String.class,
                  String.class,
                  x -> {
                    backend.faults.put("awaitSettled", Fault.FAILS);
                    return function.apply(x) + " inside";
                  })
              .build();

      // The holder's claim stands while the other cachier asks for the same key.
      assertThat(inside.apply("a")).isEqualTo("a1 inside");
    }
    assertThat(runs).hasValue(1);
  }

  @Test
  void apply_holderOutlivesTheWait_computesAndStoresOverIt() {
    Cachier impatient =
        Cachier.builder()
            .backend("file")
            .waitTimeout(Duration.ofMillis(20))
            .setting("file.directory", directory.toString())
            .build();
    try (impatient) {
      CachedFunction<String, String> second =
          impatient
              .function("f", String.class, String.class, x -> x + " by the second")
              .metrics(MetricsPolicy.on())
              .build();
      CachedFunction<String, String> first =
          cachier.function("g", String.class, String.class, x -> x).build();
      first.close();
      CachedFunction<String, String> holding = holding(second);

      assertThat(holding.apply("a")).isEqualTo("a by the second, seen by the first");
      // The first was fenced off: what the second stored stays.
      assertThat(second.apply("a")).isEqualTo("a by the second");
      assertThat(second.metrics().snapshot().waitTimeouts()).isEqualTo(1);
      assertThat(holding.metrics().snapshot().counter(CacheCounter.FENCED_WRITES)).isEqualTo(1);
    }
  }

  private CachedFunction<String, String> holding(CachedFunction<String, String> inner) {
    function.close();
    return cachier
        .function("f", String.class, String.class, x -> inner.apply(x) + ", seen by the first")
        .metrics(MetricsPolicy.on())
        .build();
  }

  @Test
  void close_withFunctionsOpen_endsTheBackendAndLaterCallsRunUncached() {
    function.apply("a");
    cachier.close();
    List<String> before = List.copyOf(backend.asked);

    assertThat(before).contains("close");
    assertThat(function.apply("a")).isEqualTo("a2");
    assertThat(backend.asked).isEqualTo(before);
  }
}

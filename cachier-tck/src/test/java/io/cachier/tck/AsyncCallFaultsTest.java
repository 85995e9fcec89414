package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachedAsyncFunction;
import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import io.cachier.tck.Faults.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** R3 for asynchronous and bulk calls: whatever the backend does, the function runs once. */
class AsyncCallFaultsTest {
  private static final AtomicInteger STORES = new AtomicInteger();

  private final Faults faults = new Faults();
  private final AtomicInteger runs = new AtomicInteger();
  private final List<Cachier> opened = new ArrayList<>();

  private Cachier cachier() {
    Cachier cachier =
        Cachier.builder()
            .addBackend(new FaultyBackendProvider(new ReferenceBackendProvider(), faults))
            .backend("reference")
            .setting("reference.store", "async-faults-" + STORES.incrementAndGet())
            .operationTimeout(Duration.ofMillis(200))
            .build();
    opened.add(cachier);
    return cachier;
  }

  @AfterEach
  void close() {
    faults.heal();
    opened.forEach(Cachier::close);
  }

  private CachedAsyncFunction<String, String> stages() {
    return cachier()
        .asyncFunction(
            "f",
            String.class,
            String.class,
            x -> CompletableFuture.supplyAsync(() -> x + runs.incrementAndGet()))
        .metrics(MetricsPolicy.on())
        .build();
  }

  /** A body that is told an operation and how it fails. */
  private interface Failing {
    void run(Operation operation, Failure failure) throws Exception;
  }

  private Stream<DynamicTest> underEveryFailure(Failing body) {
    return Stream.of(Operation.values())
        .flatMap(
            operation ->
                Stream.of(Failure.values())
                    .map(
                        failure ->
                            DynamicTest.dynamicTest(
                                operation + " " + failure,
                                () -> {
                                  runs.set(0);
                                  faults.heal();
                                  body.run(operation, failure);
                                })));
  }

  @TestFactory
  Stream<DynamicTest> apply_operationFails_runsOnceAndReturnsTheValue() {
    return underEveryFailure(
        (operation, failure) -> {
          CachedAsyncFunction<String, String> function = stages();
          faults.fail(operation, failure);

          assertThat(function.apply("a").get(20, TimeUnit.SECONDS)).isEqualTo("a1");
          assertThat(runs).hasValue(1);
          assertThat(function.metrics().snapshot().totalCalls()).isEqualTo(1);
        });
  }

  @Test
  void apply_everythingSlow_isServedAndCoalesced() throws Exception {
    CachedAsyncFunction<String, String> function = stages();
    faults.delayAll(Duration.ofMillis(20));
    CompletableFuture<String> one = function.apply("a");
    CompletableFuture<String> two = function.apply("a");

    assertThat(one.get(20, TimeUnit.SECONDS)).isEqualTo("a1");
    assertThat(two.get(20, TimeUnit.SECONDS)).isEqualTo("a1");
    assertThat(function.apply("a").get(20, TimeUnit.SECONDS)).isEqualTo("a1");
    assertThat(runs).hasValue(1);
  }

  @TestFactory
  Stream<DynamicTest> applyAll_operationFails_runsEachOnce() {
    return underEveryFailure(
        (operation, failure) -> {
          CachedFunction<String, String> function =
              cachier()
                  .function("g", String.class, String.class, x -> x + runs.incrementAndGet())
                  .metrics(MetricsPolicy.on())
                  .build();
          faults.fail(operation, failure);

          Map<String, String> results = function.applyAll(List.of("a", "b"));

          assertThat(results.toString()).isEqualTo("{a=a1, b=b2}");
          assertThat(runs).hasValue(2);
          assertThat(function.metrics().snapshot().totalCalls()).isEqualTo(2);
        });
  }
}

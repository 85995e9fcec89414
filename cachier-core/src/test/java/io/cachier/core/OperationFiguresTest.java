package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.BackendException;
import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.CachierBuilder;
import io.cachier.MetricsPolicy;
import io.cachier.WaitInterruptedException;
import io.cachier.core.FaultyFiles.Fault;
import io.cachier.metrics.BackendOperation;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.HistogramSnapshot;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.OperationError;
import io.cachier.metrics.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** M16 to M18: what the backend was asked, what it moved, and what was removed. */
class OperationFiguresTest {
  @TempDir private Path directory;
  private final FaultyFiles backend = new FaultyFiles();
  private final FakeTicker ticker = new FakeTicker();
  private final AtomicInteger runs = new AtomicInteger();
  private Cachier cachier;
  private CachedFunction<String, String> function;

  @BeforeEach
  void open() {
    cachier = builder().build();
    function = metered(MetricsPolicy.on());
    backend.whenAsked =
        operation -> {
          // Which exporters and cumulative figures ask for in the background.
          if (!operation.equals("usage")) {
            ticker.advance(Duration.ofMillis(2));
          }
        };
  }

  @AfterEach
  void close() {
    backend.whenAsked = operation -> {};
    backend.faults.clear();
    cachier.close();
  }

  private CachierBuilder builder() {
    return Cachier.builder()
        .addBackend(backend)
        .backend("faulty")
        .setting("file.directory", directory.toString())
        .setting("exporter.test.enabled", "false")
        .operationTimeout(Duration.ofMillis(100))
        .ticker(ticker);
  }

  private CachedFunction<String, String> metered(MetricsPolicy metrics) {
    return cachier
        .function("f", String.class, String.class, this::run)
        .entrySizeLimit(10_000)
        .metrics(metrics)
        .build();
  }

  private String run(String argument) {
    if (argument.equals("bad")) {
      throw new IllegalStateException("down");
    }
    return argument + runs.incrementAndGet();
  }

  @Test
  void apply_resultThatDoesNotFitTheBackend_isReturnedCountedAndNotSent() {
    backend.largestPayloadBytes = 300;

    assertThat(function.apply("x".repeat(500))).endsWith("1");
    assertThat(function.apply("x".repeat(500))).endsWith("2");
    assertThat(function.precache("x", "y".repeat(500))).isFalse();

    MetricSnapshot figures = function.metrics().snapshot();
    assertThat(figures.sizeLimitRejections()).isEqualTo(3);
    assertThat(figures.backendErrors()).isZero();
    assertThat(figures.timing(new Timing.Operation(BackendOperation.STORE, OperationError.NONE)))
        .extracting(HistogramSnapshot::rawCount)
        .isEqualTo(0L);
  }

  @Test
  void operations_missThenHit_areTimedByTheTicker() {
    function.apply("a");
    assertThat(operations(function))
        .isEqualTo("LOOKUP NONE 1 in 2 ms, CLAIM NONE 1 in 2 ms, STORE NONE 1 in 2 ms");

    function.apply("a");
    assertThat(operations(function))
        .isEqualTo("LOOKUP NONE 2 in 4 ms, CLAIM NONE 1 in 2 ms, STORE NONE 1 in 2 ms");
  }

  @Test
  void operations_functionThrows_releaseIsOneToo() {
    assertThatThrownBy(() -> function.apply("bad")).hasMessage("down");

    assertThat(operations(function))
        .isEqualTo("LOOKUP NONE 1 in 2 ms, CLAIM NONE 1 in 2 ms, RELEASE NONE 1 in 2 ms");
  }

  @Test
  void operations_functionRunsLong_renewalsAreToo() {
    try (Cachier hasty = builder().claimLease(Duration.ofMillis(100)).build()) {
      CachedFunction<String, String> slow =
          hasty
              .function(
                  "slow",
                  String.class,
                  String.class,
                  x -> {
                    Awaitility.await().until(() -> backend.asked.contains("renew"));
                    return x;
                  })
              .metrics(MetricsPolicy.on())
              .build();
      slow.apply("a");

      Awaitility.await().untilAsserted(() -> assertThat(operations(slow)).contains("RENEW NONE "));
    }
  }

  @Test
  void operations_management_isRecordedToo() {
    function.precache("a", "given");
    function.invalidate("a");
    function.clear();
    function.clearClaims();
    Awaitility.await().until(() -> function.metrics().snapshot().entryCount().isPresent());

    assertThat(operations(function))
        .isEqualTo(
            "STORE NONE 1 in 2 ms, REMOVE NONE 1 in 2 ms, CLEAR NONE 1 in 2 ms,"
                + " CLEAR_CLAIMS NONE 1 in 2 ms");
    assertThat(function.metrics().snapshot().timing(operation("USAGE", "NONE")).rawCount())
        .isPositive();
  }

  @Test
  void operations_backendFails_areFailures() {
    Stream.of("lookup", "store", "clear").forEach(o -> backend.faults.put(o, Fault.FAILS));
    backend.faults.put("claim", Fault.THROWS);

    // The store is sent and not waited for, since the look-up had no answer.
    function.apply("a");
    assertThatThrownBy(() -> function.clear()).isInstanceOf(BackendException.class);

    assertThat(operations(function))
        .isEqualTo("LOOKUP FAILED 1 in 2 ms, STORE FAILED 1 in 2 ms, CLEAR FAILED 1 in 2 ms");
    backend.faults.put("lookup", Fault.THROWS);
    function.apply("a");
    assertThat(operations(function)).startsWith("LOOKUP FAILED 2 in 4 ms");
    assertThat(function.metrics().snapshot().backendErrors()).isEqualTo(5);
  }

  @Test
  void operations_backendSilent_areTimeOuts() {
    backend.faults.put("lookup", Fault.SILENT);
    backend.faults.put("store", Fault.SILENT);
    backend.faults.put("remove", Fault.SILENT);

    function.apply("a");
    assertThatThrownBy(() -> function.invalidate("a")).isInstanceOf(BackendException.class);

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(operations(function))
                    .isEqualTo(
                        "LOOKUP TIMEOUT 1 in 2 ms, STORE TIMEOUT 1 in 4 ms,"
                            + " REMOVE TIMEOUT 1 in 2 ms"));
    // What comes later changes nothing of it.
    backend.silent.forEach(stage -> stage.complete(null));
    assertThat(operations(function)).contains("LOOKUP TIMEOUT 1").doesNotContain("NONE");
  }

  @Test
  void operations_breakerOpen_areRefusedAndTakeNoTime() {
    backend.faults.put("lookup", Fault.FAILS);
    backend.faults.put("store", Fault.FAILS);
    for (int i = 0; i < 3; i++) {
      function.apply("a");
    }
    backend.asked.clear();
    function.apply("a");

    assertThat(backend.asked).isEmpty();
    assertThat(operations(function))
        .contains("LOOKUP REFUSED 1 in 0 ms", "STORE REFUSED 2 in 0 ms");
  }

  @Test
  void operations_callsNotDrawn_areRecordedInFull() {
    function.close();
    function = metered(MetricsPolicy.sampled(Double.MIN_VALUE));
    function.apply("a");
    function.apply("a");

    assertThat(operations(function))
        .isEqualTo("LOOKUP NONE 2 in 4 ms, CLAIM NONE 1 in 2 ms, STORE NONE 1 in 2 ms");
    assertThat(function.metrics().snapshot().timing(operation("LOOKUP", "NONE")).count())
        .isEqualTo(2);
  }

  @Test
  void operations_waitForAnotherProcess_isOne() {
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
                    return function.apply(x);
                  })
              .build();
      inside.apply("a");

      assertThat(operations(function)).contains("AWAIT FAILED 1 in 2 ms");
    }
  }

  @Test
  void operations_waitForAnotherProcessInterrupted_isNone() {
    try (Cachier holder =
        Cachier.builder().backend("file").setting("file.directory", directory.toString()).build()) {
      CachedFunction<String, String> inside =
          holder
              .function(
                  "f",
                  String.class,
                  String.class,
                  x -> {
                    Thread.currentThread().interrupt();
                    assertThatThrownBy(() -> function.apply(x))
                        .isInstanceOf(WaitInterruptedException.class);
                    assertThat(Thread.interrupted()).isTrue();
                    return x;
                  })
              .build();
      inside.apply("a");

      assertThat(backend.asked).contains("awaitSettled");
      assertThat(operations(function)).doesNotContain("AWAIT");
      assertThat(function.metrics().snapshot().backendErrors()).isZero();
    }
  }

  /** P11: metrics cost a remote hit two looks at the clock, and nothing when they are off. */
  @Test
  void hit_onARemoteBackend_readsTheClockNoMoreThanItMust() {
    AtomicInteger reads = new AtomicInteger();
    try (Cachier counted =
        builder()
            .ticker(
                () -> {
                  reads.incrementAndGet();
                  return ticker.nanos();
                })
            .build()) {
      CachedFunction<String, String> off =
          counted.function("off", String.class, String.class, x -> x).build();
      CachedFunction<String, String> on =
          counted
              .function("on", String.class, String.class, x -> x)
              .metrics(MetricsPolicy.on())
              .build();
      off.apply("a");
      on.apply("a");

      reads.set(0);
      off.apply("a");
      // When the call began, and when the question was sent.
      assertThat(reads).hasValue(2);
      reads.set(0);
      on.apply("a");
      // And when it was answered, and when the call ended.
      assertThat(reads).hasValue(4);
    }
  }

  @Test
  void bytes_storedAndRead_areThoseOfThePayloads() {
    function.apply("a");
    long written = counter(CacheCounter.BYTES_WRITTEN);
    assertThat(written).isGreaterThan(20);
    assertThat(counter(CacheCounter.BYTES_READ)).isZero();

    function.apply("a");
    function.apply("a");
    assertThat(counter(CacheCounter.BYTES_READ)).isEqualTo(2 * written);
    assertThat(counter(CacheCounter.BYTES_WRITTEN)).isEqualTo(written);
    // "a1" and "b2" are of one length.
    function.precache("b", "b2");
    assertThat(counter(CacheCounter.BYTES_WRITTEN)).isEqualTo(2 * written);
  }

  @Test
  void bytes_notStored_areNotCounted() {
    backend.faults.put("store", Fault.FAILS);
    function.apply("a");
    assertThatThrownBy(() -> function.precache("a", "b")).isInstanceOf(BackendException.class);
    backend.faults.clear();
    function.precache("a", "x".repeat(12_000));

    assertThat(counter(CacheCounter.BYTES_WRITTEN)).isZero();
    assertThat(function.metrics().snapshot().sizeLimitRejections()).isEqualTo(1);
  }

  @Test
  void bytes_entryThatCanNotBeRead_wereReadAllTheSame() throws IOException {
    function.apply("a");
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path entry : files.filter(f -> f.toString().endsWith(".entry")).toList()) {
        byte[] bytes = Files.readAllBytes(entry);
        bytes[bytes.length - 1]++;
        Files.write(entry, bytes);
      }
    }
    long written = counter(CacheCounter.BYTES_WRITTEN);
    function.apply("a");

    assertThat(counter(CacheCounter.UNREADABLE)).isEqualTo(1);
    assertThat(counter(CacheCounter.BYTES_READ)).isEqualTo(written);
  }

  @Test
  void removals_remote_areCountedByCause() {
    removeSome(function);

    assertThat(counter(CacheCounter.REMOVED_EXPLICIT)).isEqualTo(1);
    assertThat(counter(CacheCounter.REMOVED_CLEARED)).isEqualTo(2);
  }

  @Test
  void removals_local_areCountedByCause() {
    function.close();
    function =
        cachier
            .function("f", String.class, String.class, this::run)
            .backend("memory")
            .metrics(MetricsPolicy.on())
            .build();
    removeSome(function);

    assertThat(counter(CacheCounter.REMOVED_EXPLICIT)).isEqualTo(1);
    assertThat(counter(CacheCounter.REMOVED_CLEARED)).isEqualTo(2);
    function.apply("a");
    function.close();
    assertThat(counter(CacheCounter.REMOVED_CLEARED)).isEqualTo(2);
  }

  private static void removeSome(CachedFunction<String, String> function) {
    function.apply("a");
    function.apply("b");
    function.apply("c");
    function.invalidate("a");
    function.invalidate("a");
    function.invalidate("never stored");
    function.clear();
    function.clear();
  }

  private long counter(CacheCounter counter) {
    return function.metrics().cumulative().counter(counter);
  }

  private static Timing operation(String operation, String error) {
    return new Timing.Operation(BackendOperation.valueOf(operation), OperationError.valueOf(error));
  }

  private static String operations(CachedFunction<?, ?> function) {
    MetricSnapshot figures = function.metrics().cumulative();
    StringJoiner text = new StringJoiner(", ");
    for (BackendOperation operation : BackendOperation.values()) {
      if (operation == BackendOperation.USAGE) {
        continue;
      }
      for (OperationError error : OperationError.values()) {
        HistogramSnapshot histogram = figures.timing(new Timing.Operation(operation, error));
        if (histogram.rawCount() > 0) {
          text.add(
              operation
                  + " "
                  + error
                  + " "
                  + histogram.rawCount()
                  + " in "
                  + Duration.ofNanos(histogram.rawSumNanos()).toMillis()
                  + " ms");
        }
      }
    }
    return text.toString();
  }
}

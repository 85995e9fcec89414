package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.BackendException;
import io.cachier.CacheEntryView;
import io.cachier.CachedBiFunction;
import io.cachier.CachedFunction;
import io.cachier.CachedSupplier;
import io.cachier.Cachier;
import io.cachier.FunctionBuilder;
import io.cachier.MetricsPolicy;
import io.cachier.WaitPolicy;
import io.cachier.core.FaultyFiles.Fault;
import io.cachier.metrics.BackendOperation;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.OperationError;
import io.cachier.metrics.Timing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C87 to C91: listing, picking out and cleaning up, on both kinds of backend. */
class InspectionTest {
  @TempDir private Path directory;
  private final FakeTicker ticker = new FakeTicker();
  private final FaultyFiles files = new FaultyFiles();
  private final AtomicInteger runs = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Cachier cachier;

  @BeforeEach
  void open() {
    cachier =
        Cachier.builder()
            .addBackend(files)
            .setting("file.directory", directory.toString())
            .ticker(ticker)
            .build();
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    cachier.close();
  }

  private FunctionBuilder<String, String> counting(String backend) {
    return cachier
        .function("counting", String.class, String.class, x -> x + runs.incrementAndGet())
        .backend(backend)
        .metrics(MetricsPolicy.on());
  }

  private static List<CacheEntryView> entries(CachedFunction<?, ?> function) {
    try (Stream<CacheEntryView> entries = function.entries()) {
      return entries.toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "faulty"})
  void entries_ofAFunction_tellsEachOnce(String backend) {
    CachedFunction<String, String> function = counting(backend).keepKeys().build();
    for (int i = 0; i < 200; i++) {
      function.apply("key " + i);
    }

    List<CacheEntryView> entries = entries(function);

    assertThat(entries).hasSize(200);
    assertThat(entries).extracting(e -> e.keyText().orElseThrow()).doesNotHaveDuplicates();
    assertThat(entries).allMatch(e -> e.keyText().orElseThrow().startsWith("key "));
    assertThat(entries).allMatch(e -> e.sizeBytes().orElseThrow() > 0 && !e.claimed());
    assertThat(entries).allMatch(e -> !e.age().isNegative());
    assertThat(entries)
        .allMatch(e -> e.digest().map(String::length).orElse(64) == 64)
        .allMatch(e -> e.digest().isPresent() != backend.equals("memory"));
    assertThat(function.apply("key 7")).isEqualTo("key 78");
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "faulty"})
  void entries_keysNotKept_tellsNone(String backend) throws Exception {
    CachedFunction<String, String> function = counting(backend).build();
    function.apply("secret");

    assertThat(entries(function)).singleElement().matches(e -> e.keyText().isEmpty());
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(f -> f.toString().endsWith(".entry")).toList()) {
        // The value "secret1" is there; the label's magic is not.
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain("CKey");
      }
    }
  }

  @Test
  void entries_writtenWithAndWithoutKeys_areReadByBoth() {
    CachedFunction<String, String> with = counting("faulty").keepKeys().build();
    with.apply("a");
    with.close();
    CachedFunction<String, String> without = counting("faulty").build();
    assertThat(without.apply("a")).isEqualTo("a1");
    without.apply("b");
    without.close();
    CachedFunction<String, String> again = counting("faulty").keepKeys().build();

    assertThat(again.apply("b")).isEqualTo("b2");
    assertThat(entries(again)).extracting(e -> e.keyText().orElse("-")).contains("a", "-");
  }

  @Test
  void entries_otherShapesOfFunctions_haveReadableKeys() {
    CachedBiFunction<String, Integer, String> two =
        cachier
            .biFunction("two", String.class, Integer.class, String.class, (a, b) -> a + b)
            .backend("faulty")
            .keepKeys()
            .build();
    CachedSupplier<String> none =
        cachier.supplier("none", String.class, () -> "x").backend("faulty").keepKeys().build();
    CachedFunction<String, String> keyed =
        cachier
            .function("keyed", String.class, String.class, x -> x)
            .keyedBy(String::length)
            .backend("memory")
            .keepKeys()
            .build();
    two.precache("a", 1, "given");
    none.get();
    keyed.apply("four");

    assertThat(two.entries()).extracting(e -> e.keyText().orElseThrow()).containsExactly("a, 1");
    assertThat(none.entries()).extracting(e -> e.keyText().orElseThrow()).containsExactly("()");
    assertThat(keyed.entries()).extracting(e -> e.keyText().orElseThrow()).containsExactly("4");
    assertThat(two.apply("a", 1)).isEqualTo("given");
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "faulty"})
  void entries_whileOneIsComputedAnew_areClaimed(String backend) throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch mayFinish = new CountDownLatch(1);
    CachedFunction<String, String> function =
        cachier
            .function(
                "f",
                String.class,
                String.class,
                x -> {
                  if (runs.incrementAndGet() > 1) {
                    started.countDown();
                    CallFixture.await(mayFinish);
                  }
                  return x;
                })
            .backend(backend)
            .staleAfter(Duration.ofNanos(1))
            .build();
    function.apply("a");
    ticker.advance(Duration.ofSeconds(1));
    Future<String> anew = threads.submit(() -> function.apply("a"));
    started.await();

    assertThat(entries(function)).singleElement().matches(CacheEntryView::claimed);
    mayFinish.countDown();
    anew.get();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "faulty"})
  void invalidateIf_someMatch_removesThoseAndCounts(String backend) {
    CachedFunction<String, String> function = counting(backend).keepKeys().build();
    for (int i = 0; i < 100; i++) {
      function.apply("key " + i);
    }

    long removed = function.invalidateIf(e -> e.keyText().orElseThrow().endsWith("7"));

    assertThat(removed).isEqualTo(10);
    assertThat(entries(function)).hasSize(90);
    assertThat(function.apply("key 17")).isEqualTo("key 17101");
    assertThat(function.apply("key 18")).isEqualTo("key 1819");
    assertThat(function.metrics().snapshot().counter(CacheCounter.REMOVED_EXPLICIT)).isEqualTo(10);
    assertThat(function.invalidateIf(e -> false)).isZero();
  }

  @Test
  void invalidateIf_byAge_removesTheOld() {
    CachedFunction<String, String> function = counting("memory").build();
    function.apply("old");
    ticker.advance(Duration.ofHours(1));
    function.apply("new");

    assertThat(function.invalidateIf(e -> e.age().toMinutes() >= 60)).isEqualTo(1);
    assertThat(function.apply("new")).isEqualTo("new2");
  }

  @Test
  void inspection_backendFails_tellsWhoAsked() {
    CachedFunction<String, String> function =
        counting("faulty").staleAfter(Duration.ofHours(1)).build();
    function.apply("a");
    files.faults.put("entries", Fault.THROWS);
    files.faults.put("removeOlderThan", Fault.FAILS);

    assertThatThrownBy(() -> entries(function))
        .isInstanceOf(BackendException.class)
        .hasMessage("backend 'faulty': list failed: IllegalStateException: no entries");
    assertThatThrownBy(() -> function.invalidateIf(e -> true)).isInstanceOf(BackendException.class);
    assertThatThrownBy(function::cleanup)
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("clear failed: IOException: no removeOlderThan");
    MetricSnapshot snapshot = function.metrics().snapshot();
    assertThat(snapshot.backendErrors()).isEqualTo(3);
    assertThat(operations(snapshot, BackendOperation.USAGE, OperationError.FAILED)).isEqualTo(2);
    assertThat(operations(snapshot, BackendOperation.CLEAR, OperationError.FAILED)).isEqualTo(1);
  }

  private static long operations(
      MetricSnapshot snapshot, BackendOperation operation, OperationError error) {
    return snapshot.timing(new Timing.Operation(operation, error)).rawCount();
  }

  @Test
  void cleanup_byHand_removesWhatNoCallMayBeServed() {
    CachedFunction<String, String> function =
        counting("memory")
            .staleAfter(Duration.ofMinutes(1))
            .staleWhileRevalidate(Duration.ofMinutes(1))
            .staleIfError(Duration.ofMinutes(9))
            .build();
    function.apply("old");
    ticker.advance(Duration.ofSeconds(1));
    function.apply("new");
    ticker.advance(Duration.ofMinutes(10).minusSeconds(1));

    assertThat(function.cleanup()).isZero();
    ticker.advance(Duration.ofNanos(1));
    assertThat(function.cleanup()).isEqualTo(1);
    assertThat(entries(function)).hasSize(1);
    assertThat(function.metrics().snapshot().counter(CacheCounter.REMOVED_EXPIRED)).isEqualTo(1);
  }

  @Test
  void cleanup_waitPolicyStaleWithoutCeiling_keepsADayLonger() {
    CachedFunction<String, String> function =
        counting("memory").staleAfter(Duration.ofMinutes(1)).waitPolicy(WaitPolicy.STALE).build();
    function.apply("a");
    ticker.advance(Duration.ofMinutes(1).plusDays(1));

    assertThat(function.cleanup()).isZero();
    ticker.advance(Duration.ofNanos(1));
    assertThat(function.cleanup()).isEqualTo(1);
  }

  @Test
  void cleanup_neverStale_removesNothing() {
    for (String backend : List.of("memory", "faulty")) {
      CachedFunction<String, String> function = counting(backend).build();
      function.apply("a");
      ticker.advance(Duration.ofDays(10_000));

      assertThat(function.cleanup()).isZero();
      assertThat(entries(function)).hasSize(1);
      function.close();
    }
    assertThat(files.asked).doesNotContain("removeOlderThan");
  }

  @Test
  void cleanup_inTheBackground_removesAndCounts() {
    CachedFunction<String, String> function =
        counting("memory").staleAfter(Duration.ofMinutes(1)).cleanup(Duration.ofMillis(5)).build();
    function.apply("a");
    ticker.advance(Duration.ofMinutes(2));

    Awaitility.await().until(() -> entries(function).isEmpty());
    assertThat(function.metrics().snapshot().counter(CacheCounter.REMOVED_EXPIRED)).isEqualTo(1);
  }

  @Test
  void cleanup_inTheBackgroundOnFiles_goesByTheirClockAndSurvivesFailure() {
    files.faults.put("removeOlderThan", Fault.THROWS);
    CachedFunction<String, String> function =
        counting("faulty").staleAfter(Duration.ofMillis(1)).cleanup(Duration.ofMillis(5)).build();
    function.apply("a");
    Awaitility.await().until(() -> function.metrics().snapshot().backendErrors() >= 2);
    assertThat(entries(function)).hasSize(1);
    files.faults.clear();

    Awaitility.await().until(() -> entries(function).isEmpty());
    MetricSnapshot snapshot = function.metrics().snapshot();
    assertThat(snapshot.counter(CacheCounter.REMOVED_EXPIRED)).isEqualTo(1);
    assertThat(snapshot.backendErrors()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void cleanup_cachingOffOrFunctionClosed_asksNothing() {
    CachedFunction<String, String> off =
        counting("faulty").staleAfter(Duration.ofMillis(1)).cleanup(Duration.ofMillis(1)).build();
    cachier.setEnabled(false);
    CachedFunction<String, String> closed =
        cachier
            .function("closed", String.class, String.class, x -> x)
            .backend("faulty")
            .staleAfter(Duration.ofMillis(1))
            .cleanup(Duration.ofMillis(1))
            .build();
    closed.close();
    CountDownLatch rounds = new CountDownLatch(5);
    files.asked.clear();
    files.whenAsked = operation -> rounds.countDown();
    assertThat(off.policy().cleanup()).isPresent();
    CachedFunction<String, String> watched =
        cachier
            .function("watched", String.class, String.class, x -> x)
            .backend("memory")
            .staleAfter(Duration.ofMillis(1))
            .build();
    watched.cleanup();
    assertThat(files.asked).filteredOn(o -> !o.equals("usage")).isEmpty();

    // Switched on again it goes on, and only for the function that is open.
    cachier.setEnabled(true);
    Awaitility.await().until(() -> rounds.getCount() == 0);
    assertThat(files.asked).filteredOn(o -> !o.equals("usage")).containsOnly("removeOlderThan");
  }

  @Test
  void cleanup_zeroOverADefault_isOff() {
    try (Cachier root =
        Cachier.builder().backend("memory").setting("cleanup", "1h").keepKeys().build()) {
      var inherits = root.function("f", String.class, String.class, x -> x).build().policy();
      var own =
          root.function("g", String.class, String.class, x -> x)
              .cleanup(Duration.ZERO)
              .keepKeys(false)
              .build()
              .policy();

      assertThat(inherits.cleanup()).contains(Duration.ofHours(1));
      assertThat(inherits.keepKeys()).isTrue();
      assertThat(own.cleanup()).isEmpty();
      assertThat(own.keepKeys()).isFalse();
    }
  }
}

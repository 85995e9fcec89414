package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CachedBiFunction;
import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.CachierBuilder;
import io.cachier.CallOptions;
import io.cachier.CodecException;
import io.cachier.FunctionBuilder;
import io.cachier.MetricsPolicy;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Outcome;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls on a remote backend, the real one that core has. */
class FileCallTest {
  @TempDir private Path directory;
  private Cachier cachier;
  private final AtomicInteger runs = new AtomicInteger();

  @BeforeEach
  void open() {
    cachier = builder().build();
  }

  @AfterEach
  void close() {
    cachier.close();
  }

  record Day(String city, LocalDate date, List<Integer> hours) implements Serializable {}

  @Test
  void apply_afterRestart_isAHitWithAnEqualValue() {
    Day day = new Day("Paris", LocalDate.of(2026, 11, 23), List.of(1, 2));
    CachedBiFunction<String, LocalDate, Day> first = days(cachier, day);
    assertThat(first.apply("Paris", day.date())).isSameAs(day);
    cachier.close();

    try (Cachier second = builder().build()) {
      CachedBiFunction<String, LocalDate, Day> again = days(second, day);
      assertThat(again.apply("Paris", day.date())).isEqualTo(day).isNotSameAs(day);
      assertThat(again.metrics().snapshot().hits()).isEqualTo(1);
      assertThat(again.metrics().snapshot().timeSaved()).isPositive();
      assertThat(again.location()).get().asString().startsWith(directory.toString());
    }
    assertThat(runs).hasValue(1);
  }

  @Test
  void apply_anotherCodeVersion_leavesTheOldEntriesBehind() {
    CachedFunction<String, String> one = counting().version("1").build();
    assertThat(one.apply("a")).isEqualTo("a1");
    one.close();

    CachedFunction<String, String> two = counting().version("2").build();
    assertThat(two.apply("a")).isEqualTo("a2");
    two.close();
    assertThat(counting().version("1").build().apply("a")).isEqualTo("a1");
  }

  @Test
  void apply_options_workAsOnMemory() {
    CachedFunction<String, String> function = counting().build();

    assertThat(function.apply("a", CallOptions.skip())).isEqualTo("a1");
    assertThat(function.apply("a")).isEqualTo("a2");
    assertThat(function.apply("a", CallOptions.overwrite())).isEqualTo("a3");
    assertThat(function.apply("a")).isEqualTo("a3");
    assertThat(function.apply("a", CallOptions.maxAge(Duration.ofSeconds(-1)))).isEqualTo("a4");
    assertThat(function.apply("a", CallOptions.maxAge(Duration.ofHours(1)))).isEqualTo("a4");
    function.invalidate("a");
    assertThat(function.apply("a")).isEqualTo("a5");
    assertThat(function.precache("a", "given")).isTrue();
    assertThat(function.apply("a")).isEqualTo("given");
    function.clearClaims();
    assertThat(function.apply("a")).isEqualTo("given");
    function.clear();
    assertThat(function.apply("a")).isEqualTo("a6");
  }

  @Test
  void apply_nullResult_isStoredOnlyWhereAskedFor() {
    CachedFunction<String, String> nulls =
        cachier
            .function("nulls", String.class, String.class, x -> nullAfterCounting())
            .cacheNulls()
            .build();
    CachedFunction<String, String> plain =
        cachier.function("plain", String.class, String.class, x -> nullAfterCounting()).build();

    assertThat(nulls.apply("a")).isNull();
    assertThat(nulls.apply("a")).isNull();
    assertThat(runs).hasValue(1);
    assertThat(plain.apply("a")).isNull();
    assertThat(plain.apply("a")).isNull();
    assertThat(runs).hasValue(3);
    assertThat(plain.precache("a", null)).isFalse();
  }

  @Test
  void apply_valueOverTheSizeLimit_isReturnedAndNotStored() {
    CachedFunction<String, String> function = counting().entrySizeLimit(300).build();

    assertThat(function.apply("x".repeat(500))).endsWith("1");
    assertThat(function.apply("x".repeat(500))).endsWith("2");
    assertThat(function.precache("x", "y".repeat(500))).isFalse();
    assertThat(function.metrics().snapshot().sizeLimitRejections()).isEqualTo(3);
  }

  @Test
  void apply_resultThatCanNotBeWritten_isReturnedAndCounted() {
    CachedFunction<String, Holder> function =
        cachier
            .function("holder", String.class, Holder.class, x -> new BadHolder())
            .metrics(MetricsPolicy.on())
            .build();

    assertThat(function.apply("a")).isInstanceOf(BadHolder.class);
    assertThat(function.apply("a")).isInstanceOf(BadHolder.class);
    assertThat(function.metrics().snapshot().counter(CacheCounter.REJECTED_SERIALIZATION))
        .isEqualTo(2);
    assertThatThrownBy(() -> function.precache("a", new BadHolder()))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("java.lang.Object, which is not Serializable");
  }

  @Test
  void apply_entryDamagedOnDisk_isComputedAnewAndCounted() throws IOException {
    CachedFunction<String, String> function = counting().build();
    function.apply("a");
    function.apply("b");
    List<Path> entries = entries();
    Files.write(entries.get(0), new byte[100]);
    byte[] second = Files.readAllBytes(entries.get(1));
    Files.write(entries.get(1), java.util.Arrays.copyOf(second, second.length - 3));

    assertThat(List.of(function.apply("a"), function.apply("b"))).containsExactly("a3", "b4");
    assertThat(List.of(function.apply("a"), function.apply("b"))).containsExactly("a3", "b4");
    assertThat(function.metrics().snapshot().counter(CacheCounter.UNREADABLE)).isEqualTo(2);
  }

  @Test
  void apply_folderTurnedIntoAFile_goesOnAndCounts() throws IOException {
    Path folder = directory.resolve("gone");
    try (Cachier broken =
        Cachier.builder().backend("file").setting("file.directory", folder.toString()).build()) {
      CachedFunction<String, String> function =
          broken
              .function("f", String.class, String.class, x -> x + runs.incrementAndGet())
              .metrics(MetricsPolicy.on())
              .build();
      Files.writeString(folder, "a file where the folder should be");

      assertThat(function.apply("a")).isEqualTo("a1");
      assertThat(function.apply("a")).isEqualTo("a2");
      assertThatThrownBy(() -> function.precache("a", "given"))
          .isInstanceOf(io.cachier.BackendException.class)
          .hasMessageContaining("backend 'file': store failed");
      MetricSnapshot snapshot = function.metrics().snapshot();
      assertThat(snapshot.backendErrors()).isPositive();
      assertThat(snapshot.errors()).isZero();
      assertThat(snapshot.entryCount()).isEmpty();
    }
  }

  @Test
  void apply_functionThrows_releasesTheClaim() throws IOException {
    CachedFunction<String, String> function =
        cachier
            .function(
                "f",
                String.class,
                String.class,
                x -> {
                  if (runs.incrementAndGet() == 1) {
                    throw new IllegalStateException("down");
                  }
                  return x + runs;
                })
            .build();

    assertThatThrownBy(() -> function.apply("a")).hasMessage("down");
    assertThat(function.apply("a")).isEqualTo("a2");
  }

  @Test
  void apply_interruptedThread_keepsItsFlagAndStillStores() {
    CachedFunction<String, String> function = counting().build();
    Thread.currentThread().interrupt();

    String first = function.apply("a");
    boolean flag = Thread.interrupted();

    assertThat(flag).isTrue();
    assertThat(first).isEqualTo("a1");
    assertThat(function.apply("a")).isEqualTo("a1");
    assertThat(function.metrics().snapshot().backendErrors()).isZero();
  }

  @Test
  void apply_twoCachiersOnOneFolder_computeOnce() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch mayFinish = new CountDownLatch(1);
    CachedFunction<String, String> first =
        cachier
            .function(
                "shared",
                String.class,
                String.class,
                x -> {
                  started.countDown();
                  await(mayFinish);
                  return x + runs.incrementAndGet();
                })
            .build();
    CompletableFuture<String> leader = CompletableFuture.supplyAsync(() -> first.apply("a"));
    started.await();
    try (Cachier other = builder().build()) {
      CachedFunction<String, String> second =
          other
              .function("shared", String.class, String.class, x -> x + runs.incrementAndGet())
              .metrics(MetricsPolicy.on())
              .build();
      CompletableFuture<String> waiter = CompletableFuture.supplyAsync(() -> second.apply("a"));
      mayFinish.countDown();

      assertThat(leader.get()).isEqualTo("a1");
      assertThat(waiter.get()).isEqualTo("a1");
      assertThat(second.metrics().snapshot().calls(Outcome.MISS)).isZero();
    }
    assertThat(runs).hasValue(1);
  }

  @Test
  void snapshot_ofAFunction_countsEntriesAndBytes() {
    CachedFunction<String, String> function = counting().build();
    function.apply("a");
    function.apply("b");

    MetricSnapshot snapshot = function.metrics().snapshot();

    assertThat(snapshot.entryCount()).hasValue(2);
    assertThat(snapshot.totalSizeBytes().getAsLong()).isGreaterThan(50);
    assertThat(snapshot.toString()).contains("entries          2");
  }

  static class Holder implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  static final class BadHolder extends Holder {
    private static final long serialVersionUID = 1L;
    final Object inside = new Object();
  }

  private CachierBuilder builder() {
    return Cachier.builder().backend("file").setting("file.directory", directory.toString());
  }

  private CachedBiFunction<String, LocalDate, Day> days(Cachier root, Day result) {
    return root.biFunction(
            "day",
            String.class,
            LocalDate.class,
            Day.class,
            (city, date) -> {
              runs.incrementAndGet();
              return result;
            })
        .metrics(MetricsPolicy.on())
        .build();
  }

  private FunctionBuilder<String, String> counting() {
    return cachier
        .function("counting", String.class, String.class, x -> x + runs.incrementAndGet())
        .metrics(MetricsPolicy.on());
  }

  private String nullAfterCounting() {
    runs.incrementAndGet();
    return null;
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(f -> f.toString().endsWith(".entry")).toList();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import io.cachier.core.FaultyFiles.Fault;
import io.cachier.metrics.MetricSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** M13: cumulative figures wait for no backend. */
class UsageFiguresTest {
  @TempDir private Path directory;
  private final FaultyFiles backend = new FaultyFiles();
  private final FakeTicker ticker = new FakeTicker(Long.MAX_VALUE - 5);
  private Cachier cachier;
  private CachedFunction<String, String> function;

  @BeforeEach
  void open() {
    cachier =
        Cachier.builder()
            .addBackend(backend)
            .backend("faulty")
            .setting("file.directory", directory.toString())
            .setting("exporter.test.enabled", "false")
            .ticker(ticker)
            .build();
    function =
        cachier
            .function("f", String.class, String.class, x -> x)
            .metrics(MetricsPolicy.on())
            .build();
  }

  @AfterEach
  void close() {
    backend.mayReturn.countDown();
    cachier.close();
  }

  @Test
  void cumulative_firstTime_isAbsentAndAsksInTheBackground() {
    function.apply("a");
    function.apply("b");

    MetricSnapshot first = function.metrics().cumulative();
    assertThat(first.entryCount()).isEmpty();
    assertThat(first.totalSizeBytes()).isEmpty();

    awaitEntries(2);
    assertThat(function.metrics().cumulative().totalSizeBytes().getAsLong()).isGreaterThan(50);
  }

  @Test
  void cumulative_withinAMinute_asksOnce() {
    function.apply("a");
    function.metrics().cumulative();
    awaitEntries(1);
    function.apply("b");

    ticker.advance(Duration.ofMinutes(1).minusNanos(1));
    for (int i = 0; i < 100; i++) {
      assertThat(function.metrics().cumulative().entryCount()).hasValue(1);
    }
    assertThat(backend.asked).filteredOn("usage"::equals).hasSize(1);

    ticker.advance(Duration.ofNanos(1));
    awaitEntries(2);
    assertThat(backend.asked).filteredOn("usage"::equals).hasSize(2);
  }

  @Test
  void cumulative_backendSilentForTwoMinutes_isAbsent() {
    function.apply("a");
    function.metrics().cumulative();
    awaitEntries(1);
    backend.faults.put("usage", Fault.FAILS);

    ticker.advance(Duration.ofMinutes(2));
    assertThat(function.metrics().cumulative().entryCount()).hasValue(1);
    ticker.advance(Duration.ofNanos(1));
    assertThat(function.metrics().cumulative().entryCount()).isEmpty();
  }

  @Test
  void cumulative_backendThatCountsOnTheAskersThread_isNotWaitedFor() {
    backend.faults.put("usage", Fault.HANGS);
    function.apply("a");

    for (int i = 0; i < 100; i++) {
      MetricSnapshot figures = function.metrics().cumulative();
      assertThat(figures.misses()).isEqualTo(1);
      assertThat(figures.entryCount()).isEmpty();
    }
    Awaitility.await().until(() -> backend.asked.contains("usage"));
    assertThat(function.metrics().cumulative().entryCount()).isEmpty();
    backend.mayReturn.countDown();

    awaitEntries(1);
    assertThat(backend.asked).filteredOn("usage"::equals).hasSize(1);
  }

  @Test
  void cumulative_afterTheEnd_asksNobody() {
    function.apply("a");
    cachier.close();

    assertThat(function.metrics().cumulative().entryCount()).isEmpty();
    assertThat(function.metrics().cumulative().misses()).isEqualTo(1);
    assertThat(backend.asked).doesNotContain("usage");
  }

  @Test
  void snapshot_afterAnAnswer_isUsedByCumulativeToo() {
    function.apply("a");
    assertThat(function.metrics().snapshot().entryCount()).hasValue(1);

    assertThat(function.metrics().cumulative().entryCount()).hasValue(1);
    assertThat(backend.asked).filteredOn("usage"::equals).hasSize(1);
  }

  private void awaitEntries(long count) {
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(function.metrics().cumulative().entryCount()).hasValue(count));
  }
}

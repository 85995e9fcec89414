package io.cachier.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.MetricsPolicy;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Outcome;
import io.cachier.metrics.Timing;
import io.cachier.spi.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecorderConcurrencyTest {
  private static final int WRITERS = 12;
  private static final int ROUNDS = 100_000;

  private final FakeTicker ticker = new FakeTicker(-5);
  private final MetricsRecorder recorder =
      MetricsRecorder.create(
          MetricsPolicy.on().withWindows(Duration.ofSeconds(1), Duration.ofMinutes(10)),
          ticker,
          () -> Usage.UNKNOWN);

  /** More writers than slots, so that owners and sharers both write, over 10,000 boundaries. */
  @Test
  void record_manyWritersOverManyTurns_losesNothing() throws Exception {
    AtomicInteger writing = new AtomicInteger(WRITERS);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      tasks.add(() -> write(writing));
    }
    tasks.add(() -> watch(writing));

    runAll(tasks);

    long records = (long) WRITERS * ROUNDS;
    MetricSnapshot snapshot = recorder.snapshot();
    assertThat(snapshot.hits()).isEqualTo(records);
    assertThat(snapshot.calls(Outcome.STALE)).isEqualTo(records / 10);
    assertThat(snapshot.calls(Outcome.MISS)).isEqualTo(records / 100);
    assertThat(snapshot.latency(Outcome.HIT).rawSumNanos()).isEqualTo(records * 500);
    assertThat(snapshot.timeSaved()).isEqualTo(Duration.ofNanos(records * 3 + records / 10 * 4));
    assertThat(snapshot.timing(new Timing.ServedAge(Outcome.HIT)).rawCount()).isEqualTo(records);
    assertThat(snapshot.timing(new Timing.ServedAge(Outcome.STALE)).rawCount())
        .isEqualTo(records / 10);
    assertThat(snapshot.backendErrors()).isEqualTo(records / 100);
    assertThat(recorder.cumulative()).isEqualTo(snapshot);
  }

  private Void write(AtomicInteger writing) {
    for (int i = 0; i < ROUNDS; i++) {
      long now = ticker.nanos();
      recorder.hit(now - 500, now, 3, now);
      if (i % 10 == 0) {
        recorder.served(Outcome.STALE, now - 1_000, now, 4, now - 3_000);
      }
      if (i % 100 == 0) {
        ticker.advance(Duration.ofMillis(70));
        recorder.call(Outcome.MISS, now - 2_000, now);
        recorder.count(CacheCounter.BACKEND_ERRORS);
      }
    }
    writing.decrementAndGet();
    return null;
  }

  /** No figure may ever decrease, nor a window exceed the whole. */
  private Void watch(AtomicInteger writing) {
    MetricSnapshot last = recorder.cumulative();
    while (writing.get() > 0) {
      MetricSnapshot window = recorder.snapshot(Duration.ofMillis(700));
      MetricSnapshot now = recorder.cumulative();
      assertThat(now.hits()).isGreaterThanOrEqualTo(last.hits());
      assertThat(now.timeSaved()).isGreaterThanOrEqualTo(last.timeSaved());
      assertThat(now.backendErrors()).isGreaterThanOrEqualTo(last.backendErrors());
      assertThat(window.hits()).isBetween(0L, now.hits());
      last = now;
    }
    return null;
  }

  /** Resets and records at once: what follows the last reset is exact, the cells keep all. */
  @Test
  void reset_whileWritersGoOn_losesNothingCumulative() throws Exception {
    AtomicInteger writing = new AtomicInteger(3);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      tasks.add(() -> write(writing));
    }
    tasks.add(
        () -> {
          while (writing.get() > 0) {
            recorder.reset();
            assertThat(recorder.snapshot().hits()).isLessThanOrEqualTo(3L * ROUNDS);
          }
          return null;
        });

    runAll(tasks);
    recorder.reset();
    recorder.hit(0, 5, 0, 5);

    assertThat(recorder.snapshot().hits()).isEqualTo(1);
    assertThat(recorder.cumulative().hits()).isEqualTo(3L * ROUNDS + 1);
  }

  private static void runAll(List<Callable<Void>> tasks)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}

package io.cachier.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.MetricsPolicy;
import io.cachier.core.size.ObjectGraph;
import io.cachier.metrics.BackendOperation;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.ComputeResult;
import io.cachier.metrics.ComputeTrigger;
import io.cachier.metrics.OperationError;
import io.cachier.metrics.Outcome;
import io.cachier.metrics.WaitResult;
import io.cachier.spi.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RecorderFootprintTest {
  private static final long HOUR_NANOS = Duration.ofHours(1).toNanos();

  private final FakeTicker ticker = new FakeTicker(0);
  private final MetricsRecorder recorder =
      MetricsRecorder.create(MetricsPolicy.on(), ticker, () -> Usage.UNKNOWN);

  /** P12: a function that was busy for days, from many threads, keeps at most 64 KB. */
  @Test
  void retained_busyFunctionInMemory_isAtMost64Kilobytes() throws Exception {
    liveForDays(this::recordInMemory);

    assertThat(recorder.snapshot(Duration.ofMinutes(1)).hits()).isEqualTo(13 * 20);
    assertThat(retainedBytes()).isBetween(10_000L, 65_536L);
  }

  /** The same with all that a remote backend adds. */
  @Test
  void retained_busyFunctionOnARemoteBackend_isAtMost64Kilobytes() throws Exception {
    liveForDays(this::recordRemote);

    assertThat(retainedBytes()).isBetween(10_000L, 65_536L);
  }

  private void liveForDays(Consumer<Random> record) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Random random = new Random(i);
      threads.add(
          new Thread(
              () -> {
                for (int n = 0; n < 20_000; n++) {
                  record.accept(random);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Random random = new Random(99);
    for (int slot = 0; slot < 2 * 24 * 720; slot++) {
      ticker.advance(Duration.ofSeconds(5));
      for (int i = 0; i < 20; i++) {
        record.accept(random);
      }
    }
  }

  @Test
  void retained_freshFunction_isAtMostTwoKilobytes() {
    assertThat(retainedBytes()).isLessThan(2_048);
  }

  @Test
  void retained_idleFunction_sharesWhatDidNotChange() {
    recordInMemory(new Random(1));
    long before = retainedBytes();
    for (int hour = 0; hour < 48; hour++) {
      for (int i = 0; i < 60; i++) {
        ticker.advance(Duration.ofMinutes(1));
        assertThat(recorder.snapshot(Duration.ofMinutes(1)).hits()).isLessThanOrEqualTo(1);
      }
    }

    assertThat(retainedBytes()).isLessThan(before + 4_096);
  }

  /** Hits on values up to an hour old, misses, and stale values beyond the hour. */
  private void recordInMemory(Random random) {
    long now = ticker.nanos();
    recorder.hit(now - around(300, random), now, 5_000_000, now - below(HOUR_NANOS, random));
    recordRest(random);
  }

  private void recordRest(Random random) {
    long now = ticker.nanos();
    if (random.nextInt(10) == 0) {
      recorder.call(Outcome.MISS, now - around(5_000_000, random), now);
      recorder.computed(
          ComputeTrigger.MISS, ComputeResult.SUCCESS, now - around(5_000_000, random), now);
    }
    if (random.nextInt(20) == 0) {
      long written = now - HOUR_NANOS - below(HOUR_NANOS / 4, random);
      recorder.served(Outcome.STALE, now - around(400, random), now, 5_000_000, written);
      recorder.computed(
          ComputeTrigger.STALE, ComputeResult.SUCCESS, now - around(5_000_000, random), now);
    }
    if (random.nextInt(50) == 0) {
      recorder.served(Outcome.COALESCED, now - around(2_000_000, random), now, 0, now - 1_000);
      recorder.waited(WaitResult.SERVED, now - around(2_000_000, random), now);
    }
  }

  private void recordRemote(Random random) {
    long now = ticker.nanos();
    long written = now - below(HOUR_NANOS, random);
    recorder.served(Outcome.HIT, now - around(300_000, random), now, 5_000_000, written);
    recordRest(random);
    operation(BackendOperation.LOOKUP, 300_000, random);
    recorder.countAlso(CacheCounter.BYTES_READ, 1_000);
    if (random.nextInt(10) == 0) {
      operation(BackendOperation.CLAIM, 400_000, random);
      operation(BackendOperation.STORE, 500_000, random);
      recorder.countAlso(CacheCounter.BYTES_WRITTEN, 1_000);
    }
    if (random.nextInt(100) == 0) {
      operation(BackendOperation.AWAIT, 2_000_000, random);
      operation(BackendOperation.USAGE, 5_000_000, random);
    }
  }

  private void operation(BackendOperation operation, long nanos, Random random) {
    long now = ticker.nanos();
    recorder.operation(operation, OperationError.NONE, now - around(nanos, random), now);
  }

  private static long around(long nanos, Random random) {
    return (long) (nanos * Math.exp(0.6 * random.nextGaussian()));
  }

  private static long below(long nanos, Random random) {
    return (long) (nanos * random.nextDouble());
  }

  /** What the function adds to the process: the clock is not its own. */
  private long retainedBytes() {
    return ObjectGraph.totalSize(recorder) - ObjectGraph.totalSize(ticker);
  }
}

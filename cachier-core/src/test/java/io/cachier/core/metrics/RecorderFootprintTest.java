package io.cachier.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.MetricsPolicy;
import io.cachier.core.size.ObjectGraph;
import io.cachier.metrics.ComputeResult;
import io.cachier.metrics.ComputeTrigger;
import io.cachier.metrics.Outcome;
import io.cachier.spi.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecorderFootprintTest {
  private final FakeTicker ticker = new FakeTicker(0);
  private final MetricsRecorder recorder =
      MetricsRecorder.create(MetricsPolicy.on(), ticker, () -> Usage.UNKNOWN);

  /** P12: a function that was busy for days, from many threads, keeps at most 64 KB. */
  @Test
  void retained_busyFunctionWithThreeOutcomes_isAtMost64Kilobytes() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Random random = new Random(i);
      threads.add(new Thread(() -> busy(random)));
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
        record(random);
      }
    }

    assertThat(recorder.snapshot(Duration.ofMinutes(1)).hits()).isEqualTo(13 * 20);
    assertThat(retainedBytes()).isBetween(10_000L, 65_536L);
  }

  @Test
  void retained_freshFunction_isAtMostTwoKilobytes() {
    assertThat(retainedBytes()).isLessThan(2_048);
  }

  @Test
  void retained_idleFunction_sharesWhatDidNotChange() {
    record(new Random(1));
    long before = retainedBytes();
    for (int hour = 0; hour < 48; hour++) {
      for (int i = 0; i < 60; i++) {
        ticker.advance(Duration.ofMinutes(1));
        assertThat(recorder.snapshot(Duration.ofMinutes(1)).hits()).isLessThanOrEqualTo(1);
      }
    }

    assertThat(retainedBytes()).isLessThan(before + 4_096);
  }

  private void busy(Random random) {
    for (int i = 0; i < 20_000; i++) {
      record(random);
    }
  }

  private void record(Random random) {
    long now = ticker.nanos();
    recorder.hit(now - (long) (300 * Math.exp(0.6 * random.nextGaussian())), now, 5_000_000);
    if (random.nextInt(10) == 0) {
      long nanos = (long) (5e6 * Math.exp(0.6 * random.nextGaussian()));
      recorder.call(Outcome.MISS, now - nanos, now);
      recorder.computed(
          ComputeTrigger.MISS, ComputeResult.SUCCESS, ticker.nanos() - nanos, ticker.nanos());
    }
    if (random.nextInt(20) == 0) {
      recorder.call(Outcome.STALE, now - (long) (400 * Math.exp(0.6 * random.nextGaussian())), now);
    }
  }

  /** What the function adds to the process: the clock is not its own. */
  private long retainedBytes() {
    return ObjectGraph.totalSize(recorder) - ObjectGraph.totalSize(ticker);
  }
}

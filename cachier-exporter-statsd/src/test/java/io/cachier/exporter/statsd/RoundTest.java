package io.cachier.exporter.statsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cachier.metrics.BackendOperation;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.ComputeResult;
import io.cachier.metrics.ComputeTrigger;
import io.cachier.metrics.HistogramSnapshot;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.OperationError;
import io.cachier.metrics.Outcome;
import io.cachier.metrics.ProcessSnapshot;
import io.cachier.metrics.Timing;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A whole round of a thousand busy functions. */
class RoundTest {
  private static final int FUNCTIONS = 1_000;

  /** What a function on a remote backend has after ten busy seconds: 8 histograms of 20 buckets. */
  static MetricSnapshot busy() {
    Map<Integer, Long> buckets = new HashMap<>();
    for (int i = 0; i < 20; i++) {
      buckets.put(-160 + i, 10L + i);
    }
    HistogramSnapshot some = HistogramSnapshot.of(buckets, 400_000_000L, 1.0);
    return new MetricSnapshot(
        Duration.ofSeconds(10),
        1.0,
        Map.of(
            new Timing.Call(Outcome.HIT), some,
            new Timing.Call(Outcome.MISS), some,
            new Timing.Call(Outcome.COALESCED), some,
            new Timing.Computation(ComputeTrigger.MISS, ComputeResult.SUCCESS), some,
            new Timing.Operation(BackendOperation.LOOKUP, OperationError.NONE), some,
            new Timing.Operation(BackendOperation.CLAIM, OperationError.NONE), some,
            new Timing.Operation(BackendOperation.STORE, OperationError.NONE), some,
            new Timing.ServedAge(Outcome.HIT), some),
        Map.of(
            CacheCounter.TIME_SAVED_NANOS, 123_456_789L,
            CacheCounter.BYTES_READ, 1_000_000L,
            CacheCounter.BYTES_WRITTEN, 100_000L),
        OptionalLong.of(1_000),
        OptionalLong.of(1_000_000),
        1,
        0);
  }

  @Test
  void round_thousandBusyFunctions_isHandedOverQuicklyAndArrivesWhole() {
    try (Receiver receiver = new Receiver()) {
      StatsdExporter exporter =
          StatsdExporter.builder().port(receiver.port()).packetsPerSecond(1_000).build();
      for (int i = 0; i < FUNCTIONS; i++) {
        exporter.registerFunction(TestFunction.named("module.function_number_" + i));
      }
      exporter.start();
      // Two rounds: the first also loads and compiles the code.
      for (int round = 1; round <= 2; round++) {
        MetricSnapshot difference = busy();
        long begun = System.nanoTime();
        for (int i = 0; i < FUNCTIONS; i++) {
          exporter.exportMetrics("module.function_number_" + i, difference);
        }
        exporter.exportProcess(new ProcessSnapshot("round-" + round, Map.of(), Map.of()));
        Duration handedOver = Duration.ofNanos(System.nanoTime() - begun);

        receiver.awaitLine("cachier.process.build_info.round-" + round + ":1|g");
        // P13 of the targets; generous, since other builds may run beside this.
        assertThat(handedOver).isLessThan(Duration.ofSeconds(5));
        System.getLogger(RoundTest.class.getName())
            .log(
                System.Logger.Level.INFO,
                "round {0}: handed over in {1} ms, all sent {2} ms after that began",
                round,
                handedOver.toMillis(),
                Duration.ofNanos(System.nanoTime() - begun).toMillis());
      }
      exporter.stop();

      // 9 figures of each histogram, 3 outcomes, 3 counters, 5 gauges.
      int figures = 8 * 9 + 3 + 3 + 5;
      await()
          .untilAsserted(() -> assertThat(receiver.lines()).hasSize(2 * (FUNCTIONS * figures + 1)));
      assertThat(receiver.packets()).allMatch(packet -> packet.length() <= 1432);
      assertThat(exporter.dropped()).isZero();
      assertThat(exporter.errors()).isZero();
    }
  }
}

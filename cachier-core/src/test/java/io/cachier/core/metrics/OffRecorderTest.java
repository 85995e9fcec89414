package io.cachier.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.metrics.BackendOperation;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.ComputeResult;
import io.cachier.metrics.ComputeTrigger;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.MetricsContext;
import io.cachier.metrics.OperationError;
import io.cachier.metrics.Outcome;
import io.cachier.metrics.WaitResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OffRecorderTest {
  private final MetricsRecorder off = MetricsRecorder.off();

  @Test
  void everyRecordMethod_off_recordsNothing() {
    off.hit(0, 10, 5, 10);
    off.call(Outcome.MISS, 0, 10);
    off.computed(ComputeTrigger.MISS, ComputeResult.SUCCESS, 0, 7);
    off.waited(WaitResult.SERVED, 0, 7);
    off.operation(BackendOperation.LOOKUP, OperationError.NONE, 0, off.clock());
    off.countAlso(CacheCounter.BYTES_READ, 7);
    off.runBegan();
    off.runEnded();
    off.waitBegan();
    off.waitEnded();
    off.served(Outcome.STALE, 0, 10, 5, 0);
    off.count(CacheCounter.WAIT_TIMEOUTS);
    off.record(Outcome.HIT, Duration.ofMillis(1));
    off.recordHit();
    off.recordMiss();
    off.recordStaleHit();
    off.recordRecalculation();
    off.recordWaitTimeout();
    off.recordSizeLimitRejection();
    off.recordLatency(Duration.ofMillis(1));
    try (MetricsContext timing = off.time()) {
      assertThat(timing).isNotNull().isSameAs(off.time());
    }
    off.reset();

    assertThat(off.snapshot()).isEqualTo(MetricSnapshot.empty());
    assertThat(off.snapshot(Duration.ofDays(400))).isEqualTo(MetricSnapshot.empty());
    assertThat(off.hitRatio(Duration.ofMinutes(1))).isNaN();
    assertThat(off.cumulative()).isEqualTo(MetricSnapshot.empty());
  }

  @Test
  void sample_off_isFalse() {
    assertThat(off.isEnabled()).isFalse();
    assertThat(off.sample()).isFalse();
  }
}

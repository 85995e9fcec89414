package io.cachier.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CacheMetricsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void hitRatio_byDefault_isThatOfTheWindowsSnapshot() {
    CacheMetrics metrics =
        figures(Map.of(CacheCounter.RECORDED_HITS, 3L, CacheCounter.RECORDED_MISSES, 1L));

    assertThat(metrics.hitRatio(MINUTE)).isEqualTo(0.75);
  }

  @Test
  void hitRatio_noCall_isNotANumber() {
    CacheMetrics metrics = figures(Map.of(CacheCounter.RECORDED_BYPASSES, 3L));

    assertThat(metrics.hitRatio(MINUTE)).isNaN();
  }

  private static CacheMetrics figures(Map<CacheCounter, Long> counters) {
    return new OneMinute(
        new MetricSnapshot(
            MINUTE, 1, Map.of(), counters, OptionalLong.empty(), OptionalLong.empty(), 0, 0));
  }

  /** A collector that somebody else wrote, with figures of one window alone. */
  private record OneMinute(MetricSnapshot recent) implements CacheMetrics {
    @Override
    public boolean isEnabled() {
      return true;
    }

    @Override
    public MetricSnapshot snapshot() {
      return MetricSnapshot.empty();
    }

    @Override
    public MetricSnapshot snapshot(Duration window) {
      assertThat(window).isEqualTo(MINUTE);
      return recent;
    }

    @Override
    public MetricSnapshot cumulative() {
      return MetricSnapshot.empty();
    }

    @Override
    public void reset() {}

    @Override
    public void record(Outcome outcome, Duration duration) {}

    @Override
    public void recordHit() {}

    @Override
    public void recordMiss() {}

    @Override
    public void recordStaleHit() {}

    @Override
    public void recordRecalculation() {}

    @Override
    public void recordWaitTimeout() {}

    @Override
    public void recordSizeLimitRejection() {}

    @Override
    public void recordLatency(Duration duration) {}

    @Override
    public MetricsContext time() {
      return () -> {};
    }
  }
}

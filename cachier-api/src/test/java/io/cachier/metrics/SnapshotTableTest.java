package io.cachier.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SnapshotTableTest {
  @Test
  void render_everyFigure_isARowWithItsUnit() {
    assertThat(MetricSnapshotTest.everything(0.5).toString().lines())
        .containsExactly(
            "calls            627",
            "hits             23 (3.7 %)",
            "misses           604 (coalesced 160)",
            "stale hits       8",
            "recalculations   105",
            "bypassed         327",
            "errors           320 (backend 13)",
            "wait timeouts    8",
            "size rejections  9",
            "average          15 ns",
            "p50              1.24 s",
            "p95              1.24 s",
            "p99              1.24 s",
            "time saved       4 ns",
            "entries          12",
            "bytes            3456",
            "covered          60.00 s (sampled at 0.5)");
  }

  @Test
  void render_empty_saysUnknownAndDashes() {
    assertThat(MetricSnapshot.empty().toString().lines())
        .contains("hits             0 (0.0 %)")
        .contains("p99              -")
        .contains("entries          unknown")
        .contains("bytes            unknown")
        .contains("covered          0 ns");
  }

  @Test
  void render_times_areInTheUnitThatFits() {
    assertThat(savedRow(999)).isEqualTo("time saved       999 ns");
    assertThat(savedRow(1_000)).isEqualTo("time saved       1.00 us");
    assertThat(savedRow(999_990)).isEqualTo("time saved       999.99 us");
    assertThat(savedRow(1_000_000)).isEqualTo("time saved       1.00 ms");
    assertThat(savedRow(12_345_678)).isEqualTo("time saved       12.35 ms");
    assertThat(savedRow(1_000_000_000)).isEqualTo("time saved       1.00 s");
    assertThat(savedRow(1_500_000_000)).isEqualTo("time saved       1.50 s");
  }

  @Test
  void render_coveredBeyondNanoseconds_isStillTold() {
    MetricSnapshot old = saved(Duration.ofSeconds(10_000_000_000L, 500_000_000), 0);

    assertThat(old.toString()).contains("covered          10000000000.50 s");
  }

  private static String savedRow(long nanos) {
    return saved(Duration.ZERO, nanos).toString().lines().toList().get(13);
  }

  private static MetricSnapshot saved(Duration covered, long nanos) {
    return new MetricSnapshot(
        covered,
        1.0,
        Map.of(),
        Map.of(CacheCounter.TIME_SAVED_NANOS, nanos),
        OptionalLong.empty(),
        OptionalLong.empty(),
        0,
        0);
  }
}

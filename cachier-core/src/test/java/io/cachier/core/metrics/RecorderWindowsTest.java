package io.cachier.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cachier.MetricsPolicy;
import io.cachier.metrics.BackendOperation;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.ComputeResult;
import io.cachier.metrics.ComputeTrigger;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.OperationError;
import io.cachier.metrics.Outcome;
import io.cachier.metrics.Timing;
import io.cachier.spi.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecorderWindowsTest {
  private static final Timing COMPUTED =
      new Timing.Computation(ComputeTrigger.MISS, ComputeResult.SUCCESS);

  private static final Timing LOOKED_UP =
      new Timing.Operation(BackendOperation.LOOKUP, OperationError.NONE);

  private static final List<Outcome> OTHERS =
      List.of(Outcome.STALE, Outcome.MISS, Outcome.COALESCED, Outcome.BYPASS, Outcome.ERROR);

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final FakeTicker ticker = new FakeTicker(77);
  private final MetricsRecorder recorder =
      MetricsRecorder.create(MetricsPolicy.on(), ticker, () -> Usage.UNKNOWN);

  @Test
  void snapshot_youngRecorder_coversItsWholeLife() {
    hit();
    ticker.advance(Duration.ofSeconds(40));

    assertThat(recorder.snapshot(MINUTE).hits()).isEqualTo(1);
    assertThat(recorder.snapshot(MINUTE).covered()).isEqualTo(Duration.ofSeconds(40));
    assertThat(recorder.snapshot().covered()).isEqualTo(Duration.ofSeconds(40));
    assertThat(recorder.cumulative().covered()).isEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void snapshot_steadyCalls_holdsTheWindowAndAtMostATwelfthMore() {
    for (int second = 0; second < 300; second++) {
      hit();
      ticker.advance(Duration.ofSeconds(1));
      MetricSnapshot minute = recorder.snapshot(MINUTE);
      if (second >= 60) {
        // Boundaries are 5 s apart: 60 s at a boundary, up to 64 just before the next.
        long covered = 60L + (second + 1) % 5;
        assertThat(minute.covered()).isEqualTo(Duration.ofSeconds(covered));
        assertThat(minute.hits()).isEqualTo(covered);
      } else {
        assertThat(minute.hits()).isEqualTo(second + 1);
      }
    }
  }

  @Test
  void snapshot_recordedAtABoundary_belongsToTheTimeAfter() {
    hit();
    ticker.advance(Duration.ofSeconds(5));
    hit();
    hit();
    ticker.advance(Duration.ofSeconds(59));

    assertThat(recorder.snapshot(Duration.ofSeconds(59)).hits()).isEqualTo(2);
    assertThat(recorder.snapshot(Duration.ofSeconds(59)).covered())
        .isEqualTo(Duration.ofSeconds(59));
    assertThat(recorder.snapshot(MINUTE).hits()).isEqualTo(3);
    assertThat(recorder.snapshot(MINUTE).covered()).isEqualTo(Duration.ofSeconds(64));
  }

  @Test
  void snapshot_afterIdling_isExactAndNothingIsLost() {
    hit();
    ticker.advance(Duration.ofMinutes(30));
    // The window lies inside the idle time: it covers exactly what was asked.
    assertThat(recorder.snapshot(Duration.ofSeconds(17)).hits()).isZero();
    assertThat(recorder.snapshot(Duration.ofSeconds(17)).covered())
        .isEqualTo(Duration.ofSeconds(17));
    hit();
    ticker.advance(Duration.ofSeconds(3));

    assertThat(recorder.snapshot(MINUTE).hits()).isEqualTo(1);
    assertThat(recorder.snapshot(MINUTE).covered()).isEqualTo(MINUTE);
    assertThat(recorder.snapshot(HOUR).hits()).isEqualTo(2);
    assertThat(recorder.snapshot(HOUR).covered()).isEqualTo(Duration.ofSeconds(1803));
    assertThat(recorder.cumulative().hits()).isEqualTo(2);
  }

  @Test
  void snapshot_counterAfterIdling_isInTheWindow() {
    hit();
    ticker.advance(Duration.ofMinutes(30));
    recorder.count(CacheCounter.BACKEND_ERRORS);
    recorder.recordLatency(Duration.ofMillis(1));
    ticker.advance(Duration.ofSeconds(1));
    hit();

    assertThat(recorder.snapshot(MINUTE).backendErrors()).isEqualTo(1);
    assertThat(recorder.snapshot(MINUTE).timing(new Timing.Other()).rawCount()).isEqualTo(1);
    assertThat(recorder.snapshot(MINUTE).hits()).isEqualTo(1);
  }

  @Test
  void snapshot_computationFirstAfterIdling_isInTheWindow() {
    hit();
    ticker.advance(Duration.ofMinutes(30));
    recorder.computed(
        ComputeTrigger.MISS, ComputeResult.SUCCESS, ticker.nanos() - 5_000, ticker.nanos());
    ticker.advance(Duration.ofSeconds(1));

    assertThat(recorder.snapshot(MINUTE).recalculations()).isEqualTo(1);
  }

  @Test
  void snapshot_latencyByHandFirstAfterIdling_isInTheWindow() {
    hit();
    ticker.advance(Duration.ofMinutes(30));
    recorder.recordLatency(Duration.ofMillis(1));
    ticker.advance(Duration.ofSeconds(1));

    assertThat(recorder.snapshot(MINUTE).timing(new Timing.Other()).rawCount()).isEqualTo(1);
  }

  @Test
  void snapshot_recordByHandFirstAfterIdling_isInTheWindow() {
    hit();
    ticker.advance(Duration.ofMinutes(30));
    recorder.record(Outcome.MISS, Duration.ofMillis(1));
    ticker.advance(Duration.ofSeconds(1));

    assertThat(recorder.snapshot(MINUTE).misses()).isEqualTo(1);
  }

  @Test
  void snapshot_callFirstAfterIdling_isInTheWindow() {
    hit();
    ticker.advance(Duration.ofMinutes(30));
    long now = ticker.nanos();
    recorder.served(Outcome.STALE, now - 5, now, 9, now - 100);
    ticker.advance(Duration.ofSeconds(1));

    assertThat(recorder.snapshot(MINUTE).calls(Outcome.STALE)).isEqualTo(1);
    assertThat(recorder.snapshot(MINUTE).timeSaved()).isEqualTo(Duration.ofNanos(9));
  }

  @Test
  void snapshot_dayWindow_hasBoundariesAnHourApart() {
    for (int hour = 0; hour < 100; hour++) {
      hit();
      ticker.advance(Duration.ofMinutes(30));
      hit();
      if (hour > 24) {
        assertThat(recorder.snapshot(DAY).covered())
            .isEqualTo(Duration.ofHours(24).plusMinutes(30));
        assertThat(recorder.snapshot(DAY).hits()).isEqualTo(50);
      }
      ticker.advance(Duration.ofMinutes(30));
    }
    assertThat(recorder.snapshot(DAY).covered()).isEqualTo(DAY);
    assertThat(recorder.snapshot(DAY).hits()).isEqualTo(48);
  }

  @Test
  void snapshot_lengthBetween_comesFromTheNextLargerRing() {
    for (int minute = 0; minute < 180; minute++) {
      hit();
      ticker.advance(MINUTE);
    }
    ticker.advance(Duration.ofMinutes(2));

    // At 182 min, 20 min back is 162: the boundary of the hour's ring before it is 160.
    assertThat(recorder.snapshot(Duration.ofMinutes(20)).covered())
        .isEqualTo(Duration.ofMinutes(22));
    assertThat(recorder.snapshot(Duration.ofMinutes(20)).hits()).isEqualTo(20);
    // 100 min back is 82: the boundary of the day's ring before it is 60.
    assertThat(recorder.snapshot(Duration.ofMinutes(100)).covered())
        .isEqualTo(Duration.ofMinutes(122));
    assertThat(recorder.snapshot(Duration.ofMinutes(100)).hits()).isEqualTo(120);
  }

  @Test
  void snapshot_everyFigure_isWindowed() {
    recordEverything();
    ticker.advance(Duration.ofMinutes(10));
    recordEverything();
    recordEverything();
    ticker.advance(Duration.ofSeconds(1));

    MetricSnapshot minute = recorder.snapshot(MINUTE);
    MetricSnapshot all = recorder.cumulative();
    for (Outcome outcome : Outcome.values()) {
      assertThat(minute.rawCalls(outcome)).isEqualTo(2);
      assertThat(minute.latency(outcome).rawSumNanos()).isEqualTo(2_000);
      assertThat(all.rawCalls(outcome)).isEqualTo(3);
    }
    for (CacheCounter counter : CacheCounter.values()) {
      // The time saved holds 11 of each round beside the count itself.
      long expected = counter == CacheCounter.TIME_SAVED_NANOS ? 12 : 1;
      assertThat(minute.counter(counter)).as(counter.name()).isEqualTo(2 * expected);
      assertThat(all.counter(counter)).as(counter.name()).isEqualTo(3 * expected);
    }
    // Windows keep no ages and no operations; resets do.
    assertThat(minute.timings().keySet()).noneMatch(t -> t instanceof Timing.ServedAge);
    assertThat(minute.timings().keySet()).noneMatch(t -> t instanceof Timing.Operation);
    assertThat(all.timing(new Timing.ServedAge(Outcome.STALE)).rawCount()).isEqualTo(3);
    assertThat(minute.timing(COMPUTED).rawSumNanos()).isEqualTo(2 * 77);
    assertThat(minute.timing(new Timing.Other()).rawSumNanos()).isEqualTo(2 * 55);
    assertThat(all.timing(COMPUTED).rawCount()).isEqualTo(3);
    assertThat(all.timing(new Timing.Other()).rawCount()).isEqualTo(3);
  }

  @Test
  void reset_agesAndOperations_beginAnewToo() {
    recordEverything();
    recorder.reset();
    assertThat(recorder.snapshot().timings()).isEmpty();
    ticker.advance(Duration.ofSeconds(6));
    recordEverything();

    MetricSnapshot since = recorder.snapshot();
    assertThat(since.timing(new Timing.ServedAge(Outcome.HIT)).rawCount()).isEqualTo(1);
    assertThat(since.timing(LOOKED_UP).rawCount()).isEqualTo(1);
    assertThat(recorder.cumulative().timing(LOOKED_UP).rawCount()).isEqualTo(2);
    assertThat(recorder.snapshot(MINUTE).rawCalls(Outcome.HIT)).isEqualTo(1);
  }

  @Test
  void reset_laterSnapshots_neverReachPastIt() {
    for (int i = 0; i < 100; i++) {
      hit();
      ticker.advance(Duration.ofSeconds(7));
    }
    recorder.reset();
    assertThat(recorder.snapshot()).isEqualTo(MetricSnapshot.empty());
    assertThat(recorder.snapshot(MINUTE)).isEqualTo(MetricSnapshot.empty());

    ticker.advance(Duration.ofSeconds(2));
    hit();

    for (Duration window : List.of(Duration.ofSeconds(3), MINUTE, HOUR, DAY)) {
      assertThat(recorder.snapshot(window).hits()).isEqualTo(1);
      assertThat(recorder.snapshot(window).covered()).isEqualTo(Duration.ofSeconds(2));
    }
    assertThat(recorder.snapshot().hits()).isEqualTo(1);
    assertThat(recorder.snapshot().covered()).isEqualTo(Duration.ofSeconds(2));
    assertThat(recorder.cumulative().hits()).isEqualTo(101);
    assertThat(recorder.cumulative().covered()).isEqualTo(Duration.ofSeconds(702));
  }

  @Test
  void snapshot_manyWindowsOfAnyLength_eachKeepsItsPromise() {
    List<Duration> windows =
        List.of(Duration.ofSeconds(1), Duration.ofSeconds(90), Duration.ofDays(366));
    MetricsRecorder own =
        MetricsRecorder.create(
            MetricsPolicy.on().withWindows(windows.toArray(Duration[]::new)),
            ticker,
            () -> Usage.UNKNOWN);
    for (int i = 0; i < 2_000; i++) {
      own.hit(0, ticker.nanos(), 0, ticker.nanos());
      ticker.advance(Duration.ofMillis(250));
    }

    assertThat(own.snapshot(windows.get(0)).hits()).isEqualTo(4);
    assertThat(own.snapshot(windows.get(0)).covered()).isEqualTo(Duration.ofSeconds(1));
    // 500 s, boundaries every 7.5 s: 410 s is not one, 405 s is.
    assertThat(own.snapshot(windows.get(1)).covered()).isEqualTo(Duration.ofSeconds(95));
    assertThat(own.snapshot(windows.get(1)).hits()).isEqualTo(380);
    assertThat(own.snapshot(windows.get(2)).hits()).isEqualTo(2_000);
    assertThat(own.snapshot(windows.get(2)).covered()).isEqualTo(Duration.ofSeconds(500));
  }

  /** 23 hours have boundaries 115 minutes apart, a day 60: the longer window is due first. */
  @Test
  void snapshot_longerWindowWithNearerBoundaries_turnsInTime() {
    MetricsRecorder own =
        MetricsRecorder.create(
            MetricsPolicy.on().withWindows(Duration.ofHours(23), DAY), ticker, () -> Usage.UNKNOWN);
    for (int i = 0; i < 60; i++) {
      own.hit(0, ticker.nanos(), 0, ticker.nanos());
      ticker.advance(HOUR);
    }

    assertThat(own.snapshot(DAY).covered()).isEqualTo(DAY);
    assertThat(own.snapshot(DAY).hits()).isEqualTo(24);
  }

  /** Any order of calls, pauses, resets and questions, against a log of all that happened. */
  @ParameterizedTest
  @ValueSource(longs = {0, 12_345, -1, Long.MAX_VALUE - 40_000_000_000L, Long.MIN_VALUE + 5})
  void snapshot_randomHistory_equalsTheLog(long start) {
    Random random = new Random(start);
    FakeTicker clock = new FakeTicker(start);
    List<Duration> windows =
        List.of(Duration.ofSeconds(12), Duration.ofMinutes(3), Duration.ofDays(1));
    MetricsRecorder own =
        MetricsRecorder.create(
            MetricsPolicy.on().withWindows(windows.toArray(Duration[]::new)),
            clock,
            () -> Usage.UNKNOWN);
    List<Long> log = new ArrayList<>();
    long resetAt = start;
    for (int step = 0; step < 6_000; step++) {
      int what = random.nextInt(100);
      if (what < 60) {
        own.hit(clock.nanos() - 30, clock.nanos(), 2, clock.nanos());
        log.add(clock.nanos());
      } else if (what < 63) {
        own.call(OTHERS.get(random.nextInt(5)), clock.nanos() - 30, clock.nanos());
      } else if (what < 66) {
        own.recordMiss();
      } else if (what < 90) {
        clock.advance(random.nextInt(1_500) * 1_000_000L + 1);
      } else if (what < 92) {
        clock.advance((long) (Math.exp(random.nextDouble() * 11) * 1e9));
      } else if (what < 93 && random.nextInt(4) == 0) {
        clock.advance(1);
        own.reset();
        resetAt = clock.nanos();
      } else {
        Duration ring = windows.get(random.nextInt(3));
        long window = Math.max(1, (long) (ring.toNanos() * (1 - random.nextDouble() / 5)));
        MetricSnapshot snapshot = own.snapshot(Duration.ofNanos(window));
        long covered = snapshot.covered().toNanos();
        long life = clock.nanos() - resetAt;
        long slot = ring.toNanos() / (ring.equals(DAY) ? 24 : 12);
        assertThat(covered).isBetween(Math.min(window, life), Math.min(window + slot, life));
        long from = clock.nanos() - covered;
        long expected = log.stream().filter(at -> at - from >= 0).count();
        assertThat(snapshot.hits()).isEqualTo(expected);
        assertThat(own.hitRatio(Duration.ofNanos(window))).isEqualTo(ratio(snapshot));
        assertThat(snapshot.timeSaved().toNanos()).isEqualTo(2 * expected);
        assertThat(snapshot.latency(Outcome.HIT).rawSumNanos()).isEqualTo(30 * expected);
      }
    }
    assertThat(own.cumulative().hits()).isEqualTo(log.size());
  }

  @Test
  void hitRatio_window_isThatOfTheWindowAlone() {
    call(Outcome.MISS);
    ticker.advance(HOUR);
    for (Outcome outcome : Outcome.values()) {
      call(outcome);
      call(outcome);
    }
    ticker.advance(Duration.ofSeconds(1));

    assertThat(recorder.hitRatio(MINUTE)).isEqualTo(2 / 10.0);
    assertThat(recorder.hitRatio(DAY)).isEqualTo(2 / 11.0);
    ticker.advance(HOUR);
    assertThat(recorder.hitRatio(MINUTE)).isNaN();
    recorder.reset();
    assertThat(recorder.hitRatio(DAY)).isNaN();
  }

  private void call(Outcome outcome) {
    recorder.call(outcome, ticker.nanos() - 1, ticker.nanos());
  }

  /** A Double, for which NaN equals NaN. */
  private static Double ratio(MetricSnapshot snapshot) {
    long calls = snapshot.totalCalls();
    return calls == 0 ? Double.NaN : (double) snapshot.hits() / calls;
  }

  @Test
  void turned_marks_areNoMoreThanTheWindowNeeds() {
    Ring ring = Ring.startingAt(0, PackedTally.ZERO, MINUTE);
    long slot = Duration.ofSeconds(5).toNanos();
    for (int i = 1; i < 100; i++) {
      assertThat(ring.turned(i * slot - 1, new Tally())).isSameAs(ring);
      ring = ring.turned(i * slot, new Tally());
      assertThat(ring.marks()).hasSizeLessThanOrEqualTo(14);
      assertThat(ring.nextNanos()).isEqualTo((i + 1) * slot);
    }
    assertThat(ring.marks()).hasSize(14);
    assertThat(ring.turned(1000 * slot, new Tally()).marks()).hasSize(1);
  }

  @Test
  void nearestTo_moments_staysInsideTheMark() {
    Mark mark = new Mark(10, 20, PackedTally.ZERO);

    assertThat(mark.nearestTo(10)).isEqualTo(10);
    assertThat(mark.nearestTo(15)).isEqualTo(15);
    assertThat(mark.nearestTo(20)).isEqualTo(20);
    assertThat(mark.nearestTo(21)).isEqualTo(20);
    assertThat(mark.nearestTo(9)).isEqualTo(20);
  }

  @Test
  void spanning_windowLongerThanAllRings_isRefused() {
    Timeline timeline = Timeline.startingAt(0, new Tally(), List.of(MINUTE));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> timeline.spanning(MINUTE.toNanos() + 1))
        .withMessageContaining("60000000001");
    assertThat(timeline.spanning(MINUTE.toNanos())).isSameAs(timeline.rings().get(0));
  }

  private void hit() {
    recorder.hit(ticker.nanos() - 100, ticker.nanos(), 0, ticker.nanos());
  }

  private void recordEverything() {
    for (Outcome outcome : Outcome.values()) {
      if (outcome != Outcome.HIT && outcome != Outcome.STALE) {
        recorder.call(outcome, ticker.nanos() - 1_000, ticker.nanos());
      }
    }
    long now = ticker.nanos();
    recorder.served(Outcome.STALE, now - 1_000, now, 1, now - 60_000);
    recorder.hit(ticker.nanos() - 1_000, ticker.nanos(), 10, ticker.nanos());
    recorder.computed(
        ComputeTrigger.MISS, ComputeResult.SUCCESS, ticker.nanos() - 77, ticker.nanos());
    recorder.operation(BackendOperation.LOOKUP, OperationError.NONE, now - 700, now);
    recorder.recordLatency(Duration.ofNanos(55));
    for (CacheCounter counter : CacheCounter.values()) {
      recorder.count(counter);
    }
  }
}

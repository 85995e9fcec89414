package io.cachier.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.core.size.ObjectGraph;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.HistogramSnapshot;
import io.cachier.metrics.Outcome;
import io.cachier.metrics.Timing;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedTallyTest {
  private static final int MISS = Numbering.of(Outcome.MISS);
  private static final int TIMEOUTS = Numbering.of(CacheCounter.WAIT_TIMEOUTS);

  @Test
  void subtractFrom_sameTally_leavesNothing() {
    PackedTally.of(tally(3)).subtractFrom(tally(3));
    Tally rest = tally(3);

    PackedTally.of(tally(3)).subtractFrom(rest);

    assertThat(rest.histogram(MISS)).containsOnly(0);
    assertThat(rest.counters()).containsOnly(0);
    assertThat(rest.figures(1).timings()).isEmpty();
  }

  @Test
  void subtractFrom_laterTally_leavesTheDifference() {
    Tally later = tally(1_000_000_007L);
    later.histogram(MISS)[0] += 5;

    PackedTally.of(tally(1_000_000_000L)).subtractFrom(later);

    assertThat(miss(later).buckets())
        .isEqualTo(
            List.of(
                new HistogramSnapshot.Bucket(-239, 12),
                new HistogramSnapshot.Bucket(-232, 14),
                new HistogramSnapshot.Bucket(200, 21)));
    assertThat(miss(later).rawSumNanos()).isEqualTo(28);
    assertThat(later.figures(1).counters(later.counters()))
        .containsEntry(CacheCounter.TIME_SAVED_NANOS, 35L)
        .containsEntry(CacheCounter.WAIT_TIMEOUTS, 42L)
        .containsEntry(CacheCounter.BACKEND_ERRORS, 0L);
  }

  @Test
  void subtractFrom_numbersOfEveryLength_areKept() {
    for (long number = 1; number > 0; number = number * 3 + 1) {
      Tally later = tally(0);
      later.counters()[TIMEOUTS] = number;
      Tally earlier = tally(0);
      earlier.counters()[TIMEOUTS] = number;

      PackedTally.of(earlier).subtractFrom(later);

      assertThat(later.counters()[TIMEOUTS]).isZero();
    }
  }

  @Test
  void addTo_anotherTally_isTheSum() {
    Tally sum = tally(5);

    PackedTally.of(tally(7)).addTo(sum);

    assertThat(sum.histogram(MISS)).isEqualTo(tally(12).histogram(MISS));
    assertThat(sum.counters()).isEqualTo(tally(12).counters());
  }

  @Test
  void of_nothing_isZero() {
    assertThat(PackedTally.of(new Tally())).isSameAs(PackedTally.ZERO);
    assertThat(PackedTally.of(tally(0))).isSameAs(PackedTally.ZERO);
    Tally counted = tally(0);
    counted.counters()[TIMEOUTS] = 1;
    assertThat(PackedTally.of(counted)).isNotSameAs(PackedTally.ZERO);
  }

  @Test
  void of_oneCounter_takesNoBytesForTheRest() {
    Tally counted = tally(0);
    counted.counters()[TIMEOUTS] = 1;

    assertThat(ObjectGraph.totalSize(PackedTally.of(counted))).isLessThan(128);
  }

  @Test
  void copy_changedLater_leavesTheOriginal() {
    Tally original = tally(3);
    Tally copy = original.copy();
    assertThat(copy.histogram(MISS)).isEqualTo(original.histogram(MISS));
    assertThat(copy.counters()).isEqualTo(original.counters());

    PackedTally.of(tally(3)).subtractFrom(copy);

    assertThat(copy.histogram(MISS)).containsOnly(0);
    assertThat(original.histogram(MISS)).isEqualTo(tally(3).histogram(MISS));
    assertThat(original.counters()).isEqualTo(tally(3).counters());
  }

  @Test
  void snapshot_sumThatWrapped_isTheLargestNumber() {
    Tally tally = tally(1);
    tally.histogram(MISS)[Cells.SUM] = -1;
    tally.counters()[TIMEOUTS] = -1;

    assertThat(miss(tally).rawSumNanos()).isEqualTo(Long.MAX_VALUE);
    assertThat(tally.figures(1).counters(tally.counters()))
        .containsEntry(CacheCounter.WAIT_TIMEOUTS, Long.MAX_VALUE);
  }

  @Test
  void snapshot_zeroSum_staysZero() {
    Tally tally = tally(1);
    tally.histogram(MISS)[Cells.SUM] = 0;

    assertThat(miss(tally).rawSumNanos()).isZero();
    assertThat(tally.figures(1).timings()).containsOnlyKeys(new Timing.Call(Outcome.MISS));
  }

  private static HistogramSnapshot miss(Tally tally) {
    return tally.figures(1).timings().get(new Timing.Call(Outcome.MISS));
  }

  private static Tally tally(long base) {
    Tally tally = new Tally();
    long[] miss = tally.writable(MISS);
    miss[0] = base;
    miss[7] = 2 * base;
    miss[Buckets.COUNT - 1] = 3 * base;
    miss[Cells.SUM] = 4 * base;
    miss[Cells.SAVED] = 5 * base;
    tally.counters()[TIMEOUTS] = 6 * base;
    return tally;
  }
}

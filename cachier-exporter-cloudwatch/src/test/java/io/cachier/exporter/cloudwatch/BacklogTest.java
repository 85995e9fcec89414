package io.cachier.exporter.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

class BacklogTest {
  private static final Datum SMALL = Datum.ofValue("m", StandardUnit.COUNT, List.of(), 0, 1);

  private final ManualClock clock = new ManualClock();
  private final Tally tally = new Tally();
  private final Backlog backlog =
      new Backlog(Duration.ofMinutes(15), clock.clocks().ticker(), tally);

  @Test
  void next_empty_isNothing() {
    backlog.cut();

    assertThat(backlog.next()).isEmpty();
  }

  @Test
  void next_notCut_isNothingYet() {
    backlog.add(List.of(SMALL));

    assertThat(backlog.next()).isEmpty();
    backlog.cut();
    assertThat(backlog.next()).map(Batch::data).hasValue(List.of(SMALL));
    assertThat(backlog.next()).isEmpty();
  }

  @Test
  void add_moreThanARequestHolds_isSplitByNumber() {
    backlog.add(Collections.nCopies(2_001, SMALL));
    backlog.cut();

    assertThat(sizes()).containsExactly(1_000, 1_000, 1);
  }

  @Test
  void add_moreThanARequestHolds_isSplitBySize() {
    Datum large = large();
    backlog.add(Collections.nCopies(800, large));
    backlog.cut();

    int fits = (1_000_000 - 300) / large.bytes();
    assertThat(fits).isLessThan(400);
    assertThat(sizes()).containsExactly(fits, fits, 800 - 2 * fits);
  }

  @Test
  void add_many_keepsTheirOrder() {
    List<Datum> data = IntStream.range(0, 2_500).mapToObj(i -> value(i)).toList();
    backlog.add(data.subList(0, 1_700));
    backlog.add(data.subList(1_700, 2_500));
    backlog.cut();

    List<Datum> taken = new ArrayList<>();
    backlog.next().ifPresent(batch -> taken.addAll(batch.data()));
    backlog.next().ifPresent(batch -> taken.addAll(batch.data()));
    backlog.next().ifPresent(batch -> taken.addAll(batch.data()));
    assertThat(taken).isEqualTo(data);
  }

  @Test
  void putBack_batch_isTheNext() {
    backlog.add(Collections.nCopies(1_001, SMALL));
    backlog.cut();
    Batch first = backlog.next().orElseThrow();

    backlog.putBack(first.madeUncertain());

    Batch again = backlog.next().orElseThrow();
    assertThat(again.data()).isEqualTo(first.data());
    assertThat(again.uncertain()).isTrue();
    assertThat(first.uncertain()).isFalse();
  }

  @Test
  void next_olderThan15Minutes_isGivenUpAndCounted() {
    backlog.add(Collections.nCopies(3, SMALL));
    clock.advance(Duration.ofSeconds(1));
    backlog.cut();
    backlog.add(Collections.nCopies(2, SMALL));
    backlog.cut();

    clock.advance(Duration.ofMinutes(15).minusSeconds(1));
    backlog.giveUpAged();
    assertThat(tally.dropped()).isZero();

    clock.advance(Duration.ofNanos(1));
    assertThat(backlog.next()).map(batch -> batch.data().size()).hasValue(2);
    assertThat(tally.dropped()).isEqualTo(3);
  }

  @Test
  void cut_moreThanTheBound_givesUpTheOldest() {
    Datum large = large();
    int count = (int) (Backlog.MOST_BYTES / large.bytes()) + 2_000;
    Datum oldest = value(1);
    backlog.add(List.of(oldest));
    backlog.add(Collections.nCopies(count, large));
    backlog.cut();

    List<Batch> kept = new ArrayList<>();
    for (Optional<Batch> next = backlog.next(); next.isPresent(); next = backlog.next()) {
      kept.add(next.get());
    }
    long bytes = kept.stream().mapToLong(Batch::bytes).sum();
    int data = kept.stream().mapToInt(batch -> batch.data().size()).sum();
    assertThat(bytes).isBetween(Backlog.MOST_BYTES - 1_000_000, Backlog.MOST_BYTES);
    assertThat(data + tally.dropped()).isEqualTo(count + 1);
    assertThat(kept.get(0).data()).doesNotContain(oldest);
  }

  @Test
  void giveUpAll_cutOrNot_isCounted() {
    backlog.add(Collections.nCopies(1_007, SMALL));

    backlog.giveUpAll();

    assertThat(tally.dropped()).isEqualTo(1_007);
    backlog.cut();
    assertThat(backlog.next()).isEmpty();
  }

  private List<Integer> sizes() {
    List<Integer> sizes = new ArrayList<>();
    for (Optional<Batch> next = backlog.next(); next.isPresent(); next = backlog.next()) {
      assertThat(next.get().bytes()).isLessThanOrEqualTo(1_000_000);
      sizes.add(next.get().data().size());
    }
    return sizes;
  }

  private static Datum value(double value) {
    return Datum.ofValue("m", StandardUnit.COUNT, List.of(), 0, value);
  }

  private static Datum large() {
    double[] numbers = IntStream.range(0, 150).mapToDouble(i -> i + 0.5).toArray();
    return Datum.ofDistribution("m", StandardUnit.COUNT, List.of(), 0, numbers, numbers);
  }
}

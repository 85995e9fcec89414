package io.cachier.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ThreadSlotsTest {
  private final ThreadSlots slots = new ThreadSlots();

  @Test
  void isOwnedBy_freeSlot_isTakenAndKept() {
    Thread thread = new SameIdThread(1);

    assertThat(slots.isOwnedBy(thread, 1)).isTrue();
    assertThat(slots.isOwnedBy(thread, 1)).isTrue();
  }

  @Test
  void isOwnedBy_slotOfAnotherThreadOfTheSameId_isFalse() {
    Thread first = new SameIdThread(1);
    Thread second = new SameIdThread(1);
    assertThat(slots.isOwnedBy(first, 1)).isTrue();

    assertThat(slots.isOwnedBy(second, 1)).isFalse();
    assertThat(slots.isOwnedBy(first, 1)).isTrue();
    assertThat(slots.isOwnedBy(second, 2)).isTrue();
  }

  @Test
  void isOwnedBy_slotOfACollectedThread_isFreeAgain() {
    Thread living = new SameIdThread(3);
    takeAndForget(3);

    Awaitility.await()
        .until(
            () -> {
              System.gc();
              return slots.isOwnedBy(living, 3);
            });
  }

  @Test
  void slotOf_anyId_isWithinTheTable() {
    for (long id = -20; id < 20; id++) {
      assertThat(ThreadSlots.slotOf(new SameIdThread(id))).isBetween(0, ThreadSlots.COUNT - 1);
    }
    assertThat(ThreadSlots.slotOf(new SameIdThread(11))).isEqualTo(3);
  }

  @Test
  void stripedCells_ownersAndOthersOfOneSlot_allCount() {
    StripedCells cells = StripedCells.ofMany();
    Runnable record =
        () -> {
          for (int i = 0; i < 1000; i++) {
            cells.add(100, 7, 1_000);
            cells.add(5_000_000, 0, ServedCells.NO_AGE);
          }
        };
    CompletableFuture<Void> bothStarted = new CompletableFuture<>();
    Thread owner = ownerOfASlot(record, bothStarted);
    Thread other = new SameIdThread(owner.getId(), record, bothStarted);
    owner.start();
    other.start();
    bothStarted.complete(null);
    join(owner);
    join(other);

    long[] totals = new long[Cells.WIDTH];
    assertThat(cells.isUsed()).isTrue();
    assertThat(cells.count()).isEqualTo(4000);
    cells.addDurationsTo(totals);

    assertThat(totals[Buckets.positionOf(100)]).isEqualTo(2000);
    assertThat(totals[Buckets.positionOf(5_000_000)]).isEqualTo(2000);
    assertThat(totals[Cells.SUM]).isEqualTo(2000L * 5_000_100);
    assertThat(totals[Cells.SAVED]).isEqualTo(2000L * 7);
    long[] ages = new long[Cells.WIDTH];
    cells.addAgesTo(ages);
    assertThat(ages[Buckets.positionOf(1_000)]).isEqualTo(2000);
    assertThat(Arrays.stream(ages).sum()).isEqualTo(2000);
    int slot = ThreadSlots.slotOf(owner);
    assertThat(ThreadSlots.ofProcess().isOwnedBy(owner, slot)).isTrue();
    assertThat(ThreadSlots.ofProcess().isOwnedBy(other, slot)).isFalse();
  }

  @Test
  void stripeOf_manyThreads_useEveryStripe() {
    Set<Integer> used = new TreeSet<>();
    for (long id = -8; id < 8; id++) {
      used.add(SharedStripes.of(new SameIdThread(id)));
    }

    assertThat(used).hasSize(SharedStripes.COUNT);
    assertThat(used).allMatch(stripe -> stripe >= 0 && stripe < SharedStripes.COUNT);
  }

  @Test
  void ceilingPowerOfTwo_numbers_areRoundedUp() {
    assertThat(SharedStripes.ceilingPowerOfTwo(1)).isEqualTo(1);
    assertThat(SharedStripes.ceilingPowerOfTwo(2)).isEqualTo(2);
    assertThat(SharedStripes.ceilingPowerOfTwo(3)).isEqualTo(4);
    assertThat(SharedStripes.ceilingPowerOfTwo(4)).isEqualTo(4);
    assertThat(SharedStripes.ceilingPowerOfTwo(96)).isEqualTo(128);
  }

  /** Gives the first free slot of the process; threads that died free theirs when collected. */
  private static Thread ownerOfASlot(Runnable work, CompletableFuture<Void> start) {
    AtomicLong id = new AtomicLong();
    return Awaitility.await()
        .until(
            () -> {
              System.gc();
              return new SameIdThread(id.incrementAndGet() % ThreadSlots.COUNT, work, start);
            },
            thread -> ThreadSlots.ofProcess().isOwnedBy(thread, ThreadSlots.slotOf(thread)));
  }

  private void takeAndForget(int slot) {
    assertThat(slots.isOwnedBy(new SameIdThread(slot), slot)).isTrue();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A thread may claim any id: only identity may decide who owns a slot. */
  private static final class SameIdThread extends Thread {
    private final long id;

    SameIdThread(long id) {
      this.id = id;
    }

    SameIdThread(long id, Runnable work, CompletableFuture<Void> start) {
      super(
          () -> {
            start.join();
            work.run();
          });
      this.id = id;
    }

    @Override
    @Deprecated
    public long getId() {
      return id;
    }
  }
}

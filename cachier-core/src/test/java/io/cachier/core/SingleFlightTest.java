package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.spi.CacheEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SingleFlightTest {
  private static final CacheEntry ENTRY = new CacheEntry("value", 0, 0, -1);
  private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final SingleFlight flights = new SingleFlight();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void join_firstCaller_leadsAndOthersJoin() {
    Flight first = new Flight(Thread.currentThread());
    Flight second = new Flight(Thread.currentThread());

    assertThat(flights.join("key", first)).isSameAs(first);
    assertThat(flights.join("key", second)).isSameAs(first);
    assertThat(flights.join("other", second)).isSameAs(second);
    assertThat(flights.size()).isEqualTo(2);
  }

  @Test
  void leave_ownFlight_letsTheNextLead() {
    Flight first = new Flight(Thread.currentThread());
    Flight second = new Flight(Thread.currentThread());
    flights.join("key", first);

    flights.leave("key", second);
    assertThat(flights.join("key", second)).isSameAs(first);
    flights.leave("key", first);
    assertThat(flights.join("key", second)).isSameAs(second);
  }

  @Test
  void await_landed_isAnsweredAtOnceEvenWithoutTimeLeft() throws Exception {
    Flight flight = new Flight(new Thread(() -> {}));
    flight.land(ENTRY);

    assertThat(flights.await(flight, 0)).isEqualTo(new Landing.Landed(ENTRY));
  }

  @Test
  void await_notLandedAndNoTimeLeft_timesOut() throws Exception {
    Flight flight = new Flight(new Thread(() -> {}));

    assertThat(flights.await(flight, -5)).isEqualTo(Landing.TimedOut.INSTANCE);
    assertThat(flights.await(flight, 1)).isEqualTo(Landing.TimedOut.INSTANCE);
  }

  @Test
  void await_manyWaiters_areAllWokenByTheLanding() throws Exception {
    Flight flight = new Flight(Thread.currentThread());
    List<Future<Landing>> waiters = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      waiters.add(threads.submit(() -> flights.await(flight, LONG_NANOS)));
    }

    flight.land(ENTRY);
    for (Future<Landing> waiter : waiters) {
      assertThat(waiter.get()).isEqualTo(new Landing.Landed(ENTRY));
    }
  }

  @Test
  void crash_byInterruptedLeader_sendsWaitersBackToTry() throws Exception {
    Flight interrupted = new Flight(new Thread(() -> {}));
    Flight failed = new Flight(new Thread(() -> {}));
    IllegalStateException failure = new IllegalStateException("x");

    interrupted.crash(failure, true);
    failed.crash(failure, false);

    assertThat(flights.await(interrupted, 0)).isEqualTo(Landing.Abandoned.INSTANCE);
    assertThat(flights.await(failed, 0)).isEqualTo(new Landing.Crashed(failure));
  }

  @Test
  void abandon_afterLanding_changesNothing() throws Exception {
    Flight flight = new Flight(new Thread(() -> {}));
    flight.land(ENTRY);
    flight.abandon();

    assertThat(flights.await(flight, 0)).isEqualTo(new Landing.Landed(ENTRY));
  }

  @Test
  void await_interrupted_throwsAndForgetsTheWait() throws Exception {
    Flight flight = new Flight(new Thread(() -> {}));
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> flights.await(flight, LONG_NANOS))
        .isInstanceOf(InterruptedException.class);
    // The wait is over: who now waits for this thread closes no circle.
    Flight mine = new Flight(Thread.currentThread());
    Future<Landing> other = threads.submit(() -> flights.await(mine, LONG_NANOS));
    mine.land(ENTRY);
    assertThat(other.get()).isEqualTo(new Landing.Landed(ENTRY));
  }

  @Test
  void await_circleOfTwoThreads_isFoundByTheOneThatWouldCloseIt() throws Exception {
    AtomicReference<Flight> theirs = new AtomicReference<>();
    Flight mine = new Flight(Thread.currentThread());
    CountDownLatch ready = new CountDownLatch(1);
    AtomicReference<Thread> waiter = new AtomicReference<>();
    Future<Landing> other =
        threads.submit(
            () -> {
              waiter.set(Thread.currentThread());
              theirs.set(new Flight(Thread.currentThread()));
              ready.countDown();
              return flights.await(mine, LONG_NANOS);
            });
    ready.await();
    awaitWaiting(waiter);

    assertThat(flights.await(theirs.get(), LONG_NANOS)).isEqualTo(Landing.Circle.INSTANCE);
    mine.land(ENTRY);
    assertThat(other.get()).isEqualTo(new Landing.Landed(ENTRY));
  }

  @Test
  void await_circleOfThreeThreads_isFound() throws Exception {
    Flight mine = new Flight(Thread.currentThread());
    AtomicReference<Flight> second = new AtomicReference<>();
    AtomicReference<Flight> third = new AtomicReference<>();
    CountDownLatch secondReady = new CountDownLatch(1);
    AtomicReference<Thread> waiter = new AtomicReference<>();
    threads.execute(
        () -> {
          waiter.set(Thread.currentThread());
          second.set(new Flight(Thread.currentThread()));
          secondReady.countDown();
          quietly(() -> flights.await(mine, LONG_NANOS));
        });
    secondReady.await();
    awaitWaiting(waiter);
    CountDownLatch thirdReady = new CountDownLatch(1);
    AtomicReference<Thread> nextWaiter = new AtomicReference<>();
    threads.execute(
        () -> {
          nextWaiter.set(Thread.currentThread());
          third.set(new Flight(Thread.currentThread()));
          thirdReady.countDown();
          quietly(() -> flights.await(second.get(), LONG_NANOS));
        });
    thirdReady.await();
    awaitWaiting(nextWaiter);

    assertThat(flights.await(third.get(), LONG_NANOS)).isEqualTo(Landing.Circle.INSTANCE);
    mine.land(ENTRY);
    second.get().land(ENTRY);
  }

  @Test
  void await_leaderOfWhomAWaiterHasNotWokenYet_isNoCircle() throws Exception {
    Flight mine = new Flight(Thread.currentThread());
    AtomicReference<Thread> waiter = new AtomicReference<>();
    Future<Landing> other =
        threads.submit(
            () -> {
              waiter.set(Thread.currentThread());
              return flights.await(mine, LONG_NANOS);
            });
    Awaitility.await().until(() -> waiter.get() != null);
    awaitWaiting(waiter);
    Flight theirs = new Flight(waiter.get());
    AtomicReference<Landing> seen = new AtomicReference<>();
    // Runs as part of the landing, before the waiter, who came earlier, is woken.
    CompletableFuture<Void> looked =
        mine.landing().thenRun(() -> quietly(() -> seen.set(flights.await(theirs, 0))));

    mine.land(ENTRY);

    looked.get();
    assertThat(seen).hasValue(Landing.TimedOut.INSTANCE);
    assertThat(other.get()).isEqualTo(new Landing.Landed(ENTRY));
  }

  @Test
  void fence_flightUnderWay_keepsItsResultOutAndLetsTheNextLead() {
    Flight flight = new Flight(Thread.currentThread());
    flights.join("key", flight);
    AtomicInteger changes = new AtomicInteger();

    flights.fence("key", changes::incrementAndGet);

    assertThat(changes).hasValue(1);
    assertThat(flight.isFenced()).isTrue();
    assertThat(flight.unlessFenced(changes::incrementAndGet)).isFalse();
    assertThat(changes).hasValue(1);
    Flight next = new Flight(Thread.currentThread());
    assertThat(flights.join("key", next)).isSameAs(next);
    assertThat(next.unlessFenced(changes::incrementAndGet)).isTrue();
    assertThat(changes).hasValue(2);
  }

  @Test
  void fence_nothingUnderWay_justChanges() {
    AtomicInteger changes = new AtomicInteger();

    flights.fence("key", changes::incrementAndGet);

    assertThat(changes).hasValue(1);
    assertThat(flights.size()).isZero();
  }

  @Test
  void fenceAll_flightsUnderWay_fencesEach() {
    Flight one = new Flight(Thread.currentThread());
    Flight two = new Flight(Thread.currentThread());
    flights.join("one", one);
    flights.join("two", two);
    AtomicInteger changes = new AtomicInteger();

    flights.fenceAll(changes::incrementAndGet);

    assertThat(changes).hasValue(1);
    assertThat(one.isFenced()).isTrue();
    assertThat(two.isFenced()).isTrue();
    assertThat(flights.size()).isZero();
  }

  @Test
  void fence_whileTheFlightWrites_waitsForTheWriteAndRunsAfterIt() throws Exception {
    Flight flight = new Flight(Thread.currentThread());
    flights.join("key", flight);
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch mayFinish = new CountDownLatch(1);
    List<String> order = java.util.Collections.synchronizedList(new ArrayList<>());
    Future<Boolean> write =
        threads.submit(
            () ->
                flight.unlessFenced(
                    () -> {
                      writing.countDown();
                      quietly(mayFinish::await);
                      order.add("write");
                    }));
    writing.await();
    Future<?> fence = threads.submit(() -> flights.fence("key", () -> order.add("remove")));
    mayFinish.countDown();

    assertThat(write.get()).isTrue();
    fence.get();
    assertThat(order).containsExactly("write", "remove");
  }

  private static void awaitWaiting(AtomicReference<Thread> thread) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> thread.get().getState() == Thread.State.TIMED_WAITING);
  }

  private interface Waiting {
    void run() throws Exception;
  }

  private static void quietly(Waiting waiting) {
    try {
      waiting.run();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}

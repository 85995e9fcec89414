package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.spi.CacheEntry;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Computations that nobody joins, beside those that are joined. */
class SingleFlightBesideTest {
  private final SingleFlight flights = new SingleFlight();
  private final AtomicInteger changes = new AtomicInteger();

  @Test
  void flyBeside_whileAnotherFlies_isJoinedByNobodyAndLedByItsThread() {
    Thread leader = new Thread(() -> {});
    Flight joined = newFlight();
    flights.join("key", joined);

    Flight beside = flights.flyBeside("key", leader);

    assertThat(beside.leader()).isSameAs(leader);
    assertThat(flights.join("key", newFlight())).isSameAs(joined);
    assertThat(flights.size()).isEqualTo(2);
  }

  @Test
  void flyBeside_nothingElse_leavesTheLeadToOthers() {
    flights.flyBeside("key", Thread.currentThread());
    Flight first = newFlight();

    assertThat(flights.join("key", first)).isSameAs(first);
  }

  @Test
  void leave_oneOfSeveralBeside_keepsTheOthersInReachOfAFence() {
    Flight one = beside("key");
    Flight two = beside("key");
    Flight three = beside("key");

    flights.leave("key", two);
    flights.fence("key", changes::incrementAndGet);

    assertThat(one.isFenced()).isTrue();
    assertThat(two.isFenced()).isFalse();
    assertThat(three.isFenced()).isTrue();
    assertThat(changes).hasValue(1);
  }

  @Test
  void leave_theLastBeside_leavesNothingBehind() {
    Flight one = beside("key");
    Flight two = beside("key");

    flights.leave("key", one);
    assertThat(flights.size()).isEqualTo(1);
    flights.leave("key", two);
    assertThat(flights.size()).isZero();
    flights.leave("key", two);
    assertThat(flights.size()).isZero();
  }

  @Test
  void leave_theJoinedFlight_keepsThoseBeside() {
    Flight beside = beside("key");
    Flight joined = newFlight();
    flights.join("key", joined);

    flights.leave("key", joined);

    assertThat(flights.size()).isEqualTo(1);
    flights.fence("key", changes::incrementAndGet);
    assertThat(beside.isFenced()).isTrue();
    assertThat(joined.isFenced()).isFalse();
  }

  @Test
  void fence_oneKey_fencesNoOther() {
    Flight beside = beside("other");
    Flight joined = newFlight();
    flights.join("other", joined);

    flights.fence("key", changes::incrementAndGet);

    assertThat(beside.isFenced()).isFalse();
    assertThat(joined.isFenced()).isFalse();
    assertThat(changes).hasValue(1);
  }

  @Test
  void fenceAll_besideAndJoined_areFencedBeforeTheChange() {
    Flight beside = beside("one");
    Flight joined = newFlight();
    flights.join("two", joined);

    flights.fenceAll(
        () -> {
          assertThat(beside.isFenced()).isTrue();
          assertThat(joined.isFenced()).isTrue();
          changes.incrementAndGet();
        });

    assertThat(changes).hasValue(1);
  }

  @Test
  void fenceEarlier_olderFlight_isFencedAndTakenOff() {
    Flight older = newFlight();
    flights.join("key", older);
    Flight newer = beside("key");

    flights.fenceEarlier("key", newer);

    assertThat(older.isFenced()).isTrue();
    assertThat(newer.isFenced()).isFalse();
    Flight next = newFlight();
    assertThat(flights.join("key", next)).isSameAs(next);
  }

  @Test
  void fenceEarlier_newerFlightOrItself_staysAsItIs() {
    Flight older = beside("key");
    Flight newer = newFlight();
    flights.join("key", newer);

    flights.fenceEarlier("key", older);
    flights.fenceEarlier("key", newer);

    assertThat(newer.isFenced()).isFalse();
    assertThat(flights.join("key", newFlight())).isSameAs(newer);
  }

  @Test
  void fenceEarlier_olderBeside_isFencedAndNewerIsNot() {
    Flight older = beside("key");
    Flight joined = newFlight();
    flights.join("key", joined);
    Flight newer = beside("key");

    flights.fenceEarlier("key", joined);

    assertThat(older.isFenced()).isTrue();
    assertThat(joined.isFenced()).isFalse();
    assertThat(newer.isFenced()).isFalse();
  }

  @Test
  void fenceOff_landedButNotStored_canNoLongerBeStoredAndLetsTheNextLead() {
    Flight flight = newFlight();
    flights.join("key", flight);
    flight.land(new CacheEntry("value", 0, 0, -1));

    flights.fenceOff("key", flight);

    assertThat(flight.unlessFenced(changes::incrementAndGet)).isFalse();
    assertThat(changes).hasValue(0);
    Flight next = newFlight();
    assertThat(flights.join("key", next)).isSameAs(next);
  }

  @Test
  void fenceEarlier_nothingJoined_changesNothing() {
    Flight newer = beside("key");

    flights.fenceEarlier("key", newer);

    assertThat(newer.isFenced()).isFalse();
    assertThat(flights.size()).isEqualTo(1);
  }

  private Flight beside(String key) {
    return flights.flyBeside(key, Thread.currentThread());
  }

  private static Flight newFlight() {
    return new Flight(Thread.currentThread());
  }
}

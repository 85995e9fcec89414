package io.cachier.core;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * At most one computation a key of one function in this process. The first caller leads, the others
 * wait for its landing; they are woken by it, not by a clock.
 *
 * <p>Who waits for whom is kept for the whole process, so that threads that compute each other's
 * keys find the circle before they close it. A waiter enters itself before it looks; so of two that
 * enter at the same time at least one sees the other.
 */
final class SingleFlight {
  private static final ConcurrentMap<Thread, Flight> WAITING = new ConcurrentHashMap<>();

  private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

  private final ConcurrentMap<Object, Flight> flights = new ConcurrentHashMap<>();

  /** Computations that nobody may join, by key; few, for they are asked for one by one. */
  private final ConcurrentMap<Object, Set<Flight>> beside = new ConcurrentHashMap<>();

  /**
   * Takes the lead, or joins who has it.
   *
   * @param mine a new flight led by the calling thread
   * @return {@code mine} if the caller now leads, else the flight to wait for
   */
  Flight join(Object key, Flight mine) {
    Flight current = flights.putIfAbsent(key, mine);
    return current == null ? mine : current;
  }

  /** Enters a computation that nobody joins, so that it can be fenced like any other. */
  Flight flyBeside(Object key, @Nullable Thread leader) {
    Flight flight = new Flight(leader);
    beside.merge(
        key,
        Set.of(flight),
        (some, one) -> {
          Set<Flight> more = new HashSet<>(some);
          more.addAll(one);
          return more;
        });
    return flight;
  }

  /** Takes a flight off, once its result is stored or given up. */
  void leave(Object key, Flight flight) {
    if (!flights.remove(key, flight)) {
      beside.computeIfPresent(
          key,
          (k, some) -> {
            Set<Flight> others = new HashSet<>(some);
            others.remove(flight);
            return others.isEmpty() ? null : others;
          });
    }
  }

  /**
   * Waits for another caller's flight.
   *
   * @param atMostNanos the longest wait; zero or less: only what has landed already
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  Landing await(Flight flight, long atMostNanos) throws InterruptedException {
    Landing landed = flight.landing().getNow(null);
    if (landed != null) {
      return landed;
    }
    Thread me = Thread.currentThread();
    Flight outer = WAITING.put(me, flight);
    try {
      if (closesCircle(me, flight)) {
        return Landing.Circle.INSTANCE;
      }
      return flight.landing().get(Math.max(0, atMostNanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return Landing.TimedOut.INSTANCE;
    } catch (ExecutionException e) {
      throw new AssertionError("a landing never fails", e);
    } finally {
      if (outer == null) {
        WAITING.remove(me);
      } else {
        WAITING.put(me, outer);
      }
    }
  }

  /**
   * Waits for another caller's flight, without a thread: its timer alone ends it before the
   * landing.
   *
   * @param atMostNanos the longest wait; zero or less: only what has landed already
   * @return never fails
   */
  static CompletableFuture<Landing> landing(Flight flight, long atMostNanos) {
    if (flight.landing().isDone()) {
      return flight.landing();
    }
    return atMostNanos <= 0
        ? CompletableFuture.completedFuture(Landing.TimedOut.INSTANCE)
        : flight
            .landing()
            .copy()
            .completeOnTimeout(Landing.TimedOut.INSTANCE, atMostNanos, TimeUnit.NANOSECONDS);
  }

  /** The flight within which this thread asks for its own key, if it does. */
  @Nullable Flight ledHere(Object key) {
    Flight flight = flights.get(key);
    return flight != null && flight.leader() == Thread.currentThread() ? flight : null;
  }

  private static boolean closesCircle(Thread me, Flight flight) {
    Flight at = flight;
    // Bounded by the number of waiters: the graph may change while it is walked.
    for (int hops = WAITING.size() + 1; at != null && hops > 0; hops--) {
      if (at.landing().isDone()) {
        // Who waited for it is about to wake, and holds nobody up.
        return false;
      }
      Thread leader = at.leader();
      if (leader == me) {
        return true;
      }
      // A stage that is under way is led by no thread: what it waits for can't be told.
      at = leader == null ? null : WAITING.get(leader);
    }
    return false;
  }

  /**
   * Changes the store under a key so that no computation which began before is stored afterwards.
   * Callers that come later start a new flight.
   */
  void fence(Object key, Runnable change) {
    Flight flight = flights.get(key);
    if (flight != null) {
      fenceOff(key, flight);
    }
    beside.getOrDefault(key, Set.of()).forEach(Flight::fence);
    change.run();
  }

  /** Fences what began before another computation, whose result is about to be stored. */
  void fenceEarlier(Object key, Flight newer) {
    fencingEarlier(key, newer).join();
  }

  /**
   * Fences what began before another computation, without waiting.
   *
   * @return complete when the writes of what was fenced are over; never fails
   */
  CompletableFuture<Void> fencingEarlier(Object key, Flight newer) {
    CompletableFuture<Void> over = NOTHING;
    Flight flight = flights.get(key);
    if (flight != null && flight.beganBefore(newer)) {
      over = fencingOff(key, flight);
    }
    for (Flight other : beside.getOrDefault(key, Set.of())) {
      if (other.beganBefore(newer)) {
        over = CompletableFuture.allOf(over, other.fencing());
      }
    }
    return over;
  }

  /** Fences all computations, then changes the store. */
  void fenceAll(Runnable change) {
    flights.forEach(this::fenceOff);
    beside.values().forEach(some -> some.forEach(Flight::fence));
    change.run();
  }

  /**
   * Takes off another caller's flight and keeps its result out, unless that is stored already. Off
   * the list but free to write it would be out of reach of the fences that come later.
   */
  void fenceOff(Object key, Flight flight) {
    fencingOff(key, flight).join();
  }

  /** As {@link #fenceOff}, without waiting; never fails. */
  CompletableFuture<Void> fencingOff(Object key, Flight flight) {
    return flight.fencing().thenRun(() -> flights.remove(key, flight));
  }

  /** Whether somebody is computing a key. */
  boolean isFlying(Object key) {
    return flights.containsKey(key) || beside.containsKey(key);
  }

  /** How many computations are under way. */
  int size() {
    return flights.size() + beside.size();
  }
}

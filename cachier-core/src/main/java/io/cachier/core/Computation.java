package io.cachier.core;

import io.cachier.ReentrantCallException;
import io.cachier.WaitInterruptedException;
import io.cachier.WaitTimeoutException;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.ComputeResult;
import io.cachier.metrics.Outcome;
import io.cachier.metrics.WaitResult;
import io.cachier.spi.CacheEntry;
import io.cachier.spi.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a value that has to be computed comes about: by this caller, who leads a flight and competes
 * with other processes for the claim; by another, for whom it waits; or beside both.
 *
 * <p>The user's function is called in one place here, {@link #run}, and one call gets there at most
 * once.
 */
final class Computation<A extends @Nullable Object, R extends @Nullable Object> {
  private final String name;
  private final Function<? super A, ? extends R> function;
  private final Keying<A> keying;
  private final EntryStore store;
  private final Freshness freshness;
  private final long waitNanos;
  private final SingleFlight flights;
  private final CallLedger ledger;
  private final Ticker ticker;
  private final StaleIfError staleIfError;

  Computation(
      FunctionParts<A, R> parts, EntryStore store, SingleFlight flights, CallLedger ledger) {
    this.name = parts.name();
    this.function = parts.function();
    this.keying = parts.keying();
    this.store = store;
    this.freshness = Freshness.of(parts.policy());
    this.waitNanos = parts.policy().waitTimeout().toNanos();
    this.flights = flights;
    this.ledger = ledger;
    this.ticker = ledger.ticker();
    this.staleIfError = new StaleIfError(name, freshness, ledger);
  }

  /**
   * Waits for the flight that another caller leads.
   *
   * @return what this call is served, or null to try anew
   */
  @Nullable CacheEntry follow(
      Flight flight, A argument, Object key, Call call, long waitStartNanos) {
    try (Waiting wait = new Waiting(ledger, call)) {
      call.tell("another caller of this process is computing it: this one waits");
      Landing landing = await(flight, leftNanos(waitStartNanos), wait);
      tellOf(landing, call);
      if (landing instanceof Landing.Landed landed) {
        if (isHit(key, landed.entry(), call)) {
          wait.end(WaitResult.SERVED);
          ledger.coalesced(call, landed.entry());
          return landed.entry();
        }
        // Fresh enough for its leader, too old for this call's stricter limit.
        flights.fenceOff(key, flight);
      } else if (landing instanceof Landing.Crashed crashed) {
        wait.end(WaitResult.FAILED);
        CacheEntry stale = insteadOf(crashed.failure(), key, call, flight);
        if (stale != null) {
          return stale;
        }
        throw Sneaky.rethrow(crashed.failure());
      } else if (landing == Landing.Circle.INSTANCE) {
        wait.forget();
        return servedBeside(argument, key, call);
      } else if (landing == Landing.TimedOut.INSTANCE) {
        CacheEntry stale = staleAfterTheWait(key, call, wait);
        return stale != null ? stale : servedBeside(argument, key, call);
      }
      return null;
    }
  }

  static void tellOf(Landing landing, Call call) {
    if (!call.isTold()) {
      return;
    }
    call.tell(
        landing instanceof Landing.Landed
            ? "the other's computation gave a value"
            : landing instanceof Landing.Crashed crashed
                ? "the other's computation failed: " + crashed.failure().getClass().getName()
                : landing == Landing.TimedOut.INSTANCE
                    ? "the time to wait is over"
                    : landing == Landing.Circle.INSTANCE
                        ? "threads would wait for each other in a circle: this one computes"
                        : "the other gave up: this one tries anew");
  }

  /** Computes whatever others do, joined by nobody, and stores over whatever is there. */
  CacheEntry beside(A argument, Object key, Call call) {
    Flight flight = flights.flyBeside(key, Thread.currentThread());
    try {
      return compute(argument, key, call, flight, Grip.UNFENCED);
    } finally {
      flights.leave(key, flight);
    }
  }

  /** The same for a caller who may be served a stale value should it fail. */
  private CacheEntry servedBeside(A argument, Object key, Call call) {
    Flight flight = flights.flyBeside(key, Thread.currentThread());
    try {
      return served(argument, key, call, flight, Grip.UNFENCED);
    } finally {
      flights.leave(key, flight);
    }
  }

  /** Computes anew what was served, unless somebody else already does or did. */
  void refresh(A argument, Object key, Call call) {
    Flight flight = new Flight(Thread.currentThread());
    if (flights.join(key, flight) != flight) {
      return;
    }
    try {
      Grip grip = store.seize(key, call);
      if (grip.state() == Grip.State.GRANTED) {
        compute(argument, key, call, flight, grip);
      } else {
        store.release(key, grip, call);
      }
    } finally {
      end(key, flight);
    }
  }

  /** Leads the computation in this process, and competes with other processes for it. */
  CacheEntry lead(A argument, Object key, Call call, Flight flight, long waitStartNanos) {
    try (Waiting wait = new Waiting(ledger, call)) {
      while (true) {
        Grip grip = store.seize(key, call);
        if (call.isTold()) {
          call.tell(grip.state().told());
        }
        if (grip.state() == Grip.State.HELD) {
          long leftNanos = leftNanos(waitStartNanos);
          Decision decision = decide(key, call, leftNanos > 0 ? Peer.COMPUTING : Peer.OVERDUE);
          if (leftNanos > 0 && decision != Decision.COMPUTE) {
            awaitOtherProcess(key, call, leftNanos, wait);
            if (!call.backendSilent() && landsWhatIsStored(key, call, flight)) {
              wait.end(WaitResult.SERVED);
              return found(call);
            }
            continue;
          }
          CacheEntry stale = leftNanos > 0 ? null : staleAfterTheWait(key, call, wait);
          if (stale != null) {
            return stale;
          }
          grip = Grip.UNFENCED;
        } else if (grip.state() == Grip.State.CHANGED && landsWhatIsStored(key, call, flight)) {
          wait.end(WaitResult.SERVED);
          store.release(key, grip, call);
          return found(call);
        }
        wait.end(WaitResult.ABANDONED);
        return served(argument, key, call, flight, grip);
      }
    } finally {
      end(key, flight);
    }
  }

  /** Whatever happened, nobody may be left waiting for a flight that has no leader. */
  private void end(Object key, Flight flight) {
    flights.leave(key, flight);
    flight.abandon();
  }

  /** Looks again; what another process has stored meanwhile is this flight's result. */
  private boolean landsWhatIsStored(Object key, Call call, Flight flight) {
    CacheEntry entry = store.find(key, call);
    if (entry == null || !isHit(key, entry, call)) {
      return false;
    }
    call.tell("what another caller has stored meanwhile is served");
    flight.land(entry);
    ledger.coalesced(call, entry);
    return true;
  }

  /** Computes, or serves what stands if the function fails and the policy allows it. */
  private CacheEntry served(A argument, Object key, Call call, Flight flight, Grip grip) {
    CacheEntry computed;
    try {
      computed = compute(argument, key, call, flight, grip);
    } catch (Throwable failure) {
      // The function's: all else that can fail in there has a guard of its own.
      CacheEntry stale = insteadOf(failure, key, call, flight);
      if (stale == null) {
        throw failure;
      }
      return stale;
    }
    ledger.outcome(Outcome.MISS, call);
    return computed;
  }

  /** What stands in the store in place of a run that failed; null: the failure is told. */
  private @Nullable CacheEntry insteadOf(Throwable failure, Object key, Call call, Flight flight) {
    if (!staleIfError.mayHide(failure, call)) {
      return null;
    }
    if (!flight.isFenced()) {
      return staleIfError.insteadOf(failure, call.found(), call);
    }
    // Somebody removed or replaced meanwhile what this call found when it began.
    return call.backendSilent()
        ? null
        : staleIfError.insteadOf(failure, store.find(key, call), call);
  }

  /** Runs the function, wakes who waits for it, stores. */
  private CacheEntry compute(A argument, Object key, Call call, Flight flight, Grip grip) {
    call.tell("the function runs");
    long startNanos = ledger.runBegins();
    R result;
    try {
      result = run(argument, key, grip);
    } catch (Throwable failure) {
      long failedNanos = ledger.runEnded(call, ComputeResult.ERROR, startNanos);
      if (call.isTold()) {
        call.tell(Story.failed(failedNanos - startNanos, failure));
      }
      store.release(key, grip, call);
      // Taken off first: only who was waiting for this run shares its exception.
      flights.leave(key, flight);
      flight.crash(failure, Thread.currentThread().isInterrupted());
      throw failure;
    }
    long endNanos = ledger.runEnded(call, ComputeResult.SUCCESS, startNanos);
    if (call.isTold()) {
      call.tell(Story.gave(endNanos - startNanos));
    }
    CacheEntry entry = new CacheEntry(result, endNanos, endNanos - startNanos, -1);
    flight.land(entry);
    call.label(keying.labelOf(argument));
    store.put(key, entry, grip, call, flight);
    return entry;
  }

  private R run(A argument, Object key, Grip grip) {
    Renewal renewal = store.renewing(key, grip);
    try {
      return function.apply(argument);
    } finally {
      renewal.close();
    }
  }

  /**
   * The wait ran out.
   *
   * @return the stale value to serve, or null to compute
   * @throws WaitTimeoutException if the policy is to fail
   */
  @Nullable CacheEntry staleAfterTheWait(Object key, Call call, Waiting wait) {
    wait.ranOut();
    ledger.recorder().count(CacheCounter.WAIT_TIMEOUTS);
    Decision decision = decide(key, call, Peer.OVERDUE);
    if (decision == Decision.FAIL) {
      throw new WaitTimeoutException(
          "function '"
              + name
              + "': another caller's computation took longer than waitTimeout "
              + TimeUnit.NANOSECONDS.toMillis(waitNanos)
              + " ms");
    }
    CacheEntry entry = call.found();
    if (decision != Decision.SERVE_STALE || entry == null) {
      return null;
    }
    call.tell("the stale value is served, since the wait ran out");
    ledger.servedStale(call, entry);
    return entry;
  }

  Decision decide(Object key, Call call, Peer peer) {
    return freshness.decide(key, call.found(), ticker.nanos(), call.maxAgeNanos(), peer);
  }

  boolean isHit(Object key, CacheEntry entry, Call call) {
    long judgedAt = call.judgedAtNanos(entry, ticker.nanos());
    return freshness.decide(key, entry, judgedAt, call.maxAgeNanos(), Peer.NONE) == Decision.HIT;
  }

  long leftNanos(long waitStartNanos) {
    return waitNanos - (ticker.nanos() - waitStartNanos);
  }

  private static CacheEntry found(Call call) {
    CacheEntry entry = call.found();
    if (entry == null) {
      throw new IllegalStateException("an entry that was found is gone");
    }
    return entry;
  }

  StaleIfError staleIfError() {
    return staleIfError;
  }

  /** A call that meets a flight of its own thread would wait for itself. */
  void refuseReentrance(Flight flight) {
    if (flight.leader() == Thread.currentThread() && !flight.landing().isDone()) {
      throw reentrant();
    }
  }

  ReentrantCallException reentrant() {
    return new ReentrantCallException(
        "function '"
            + name
            + "' called itself with the arguments that this thread is computing; it would wait for"
            + " itself for ever. Break the recursion, or make the inner call with"
            + " CallOptions.skip()");
  }

  private Landing await(Flight flight, long atMostNanos, Waiting wait) {
    try {
      if (!flight.landing().isDone()) {
        wait.begin();
      }
      return flights.await(flight, atMostNanos);
    } catch (InterruptedException e) {
      wait.end(WaitResult.INTERRUPTED);
      throw interrupted();
    }
  }

  private void awaitOtherProcess(Object key, Call call, long atMostNanos, Waiting wait) {
    try {
      wait.begin();
      store.awaitSettled(key, call, atMostNanos);
    } catch (InterruptedException e) {
      wait.end(WaitResult.INTERRUPTED);
      throw interrupted();
    }
  }

  private WaitInterruptedException interrupted() {
    Thread.currentThread().interrupt();
    return new WaitInterruptedException(
        "function '" + name + "': interrupted while waiting for another caller's computation");
  }
}

package io.cachier.core;

import io.cachier.CallOptions;
import io.cachier.ReentrantCallException;
import io.cachier.WaitInterruptedException;
import io.cachier.WaitTimeoutException;
import io.cachier.core.metrics.MetricsRecorder;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.Outcome;
import io.cachier.spi.CacheEntry;
import io.cachier.spi.LocalBackend;
import io.cachier.spi.Ticker;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way of a call: key, look up, decide, compute, store, record. All decisions are {@link
 * Freshness}'s; this class carries them out on the calling thread.
 *
 * <p>The user's function is called in two places, {@link #uncached} and {@link #compute}, and a
 * call reaches at most one of them, once. Everything around it that can fail has a guard of its
 * own, so an exception that passes through here is the function's, or one of the three that tell of
 * waiting.
 */
final class CallPipeline<A extends @Nullable Object, R extends @Nullable Object> {
  private static final System.Logger LOGGER = System.getLogger(CallPipeline.class.getName());

  private final String name;
  private final Function<? super A, ? extends R> function;
  private final Keying<A> keying;
  private final @Nullable LocalBackend local;
  private final EntryStore store;
  private final Freshness freshness;

  /** Whether a hit needs no clock: local, without shelf life, and without metrics. */
  private final boolean timeless;

  private final boolean hasShelfLife;
  private final long waitNanos;
  private final SingleFlight flights;
  private final Refresher refresher;
  private final MetricsRecorder recorder;
  private final Switches switches;
  private final Ticker ticker;
  private final RateLimitedLog log;

  /** A function closed on its own; the cachier's end is in the switches. */
  private volatile boolean closed;

  CallPipeline(
      FunctionParts<A, R> parts,
      @Nullable LocalBackend local,
      EntryStore store,
      SingleFlight flights,
      MetricsRecorder recorder,
      CachierParts root) {
    this.name = parts.name();
    this.function = parts.function();
    this.keying = parts.keying();
    this.local = local;
    this.store = store;
    this.freshness = Freshness.of(parts.policy());
    this.waitNanos = parts.policy().waitTimeout().toNanos();
    this.flights = flights;
    this.refresher = root.refresher();
    this.recorder = recorder;
    this.hasShelfLife = freshness.hasShelfLife();
    this.timeless = local != null && !hasShelfLife && !recorder.isEnabled();
    this.switches = root.switches();
    this.ticker = root.ticker();
    this.log = new RateLimitedLog(LOGGER, ticker);
  }

  /** A call under the policy alone: the way that must be short. */
  R call(A argument) {
    if (!usesCache()) {
      return withoutLooking(argument, CallOptions.defaults());
    }
    return timeless ? timeless(argument) : timed(argument, Freshness.UNLIMITED);
  }

  R call(A argument, CallOptions options) {
    return usesCache() && options.access() == CallOptions.Access.READ_WRITE
        ? timed(argument, maxAgeNanos(options))
        : withoutLooking(argument, options);
  }

  // The methods of a local hit are small on purpose: the JVM inlines them into the caller only
  // while
  // their compiled code stays small. So they call the slow way directly, and that is one method
  // too large to be inlined into them (more than MaxInlineSize, 35 bytes of code).

  /** Nobody measures this call and nothing limits an entry's age: there is nothing to decide. */
  private R timeless(A argument) {
    LocalBackend backend = local;
    Object key = keyOrNull(argument);
    if (key != null && backend != null) {
      CacheEntry entry = backend.get(key);
      if (entry != null) {
        return value(entry);
      }
    }
    return slow(argument, key, false, ticker.nanos(), Freshness.UNLIMITED);
  }

  private R timed(A argument, long maxAgeNanos) {
    boolean sampled = recorder.sample();
    // The clock is the dearest part of a hit: it is read only for someone who needs it, and once
    // for
    // freshness and metrics both.
    boolean needsClock =
        sampled || hasShelfLife || maxAgeNanos != Freshness.UNLIMITED || local == null;
    long startNanos = needsClock ? ticker.nanos() : 0;
    Object key = keyOrNull(argument);
    LocalBackend backend = local;
    if (key != null && backend != null) {
      CacheEntry entry = backend.get(key);
      if (entry != null
          && freshness.decide(entry, startNanos, maxAgeNanos, Peer.NONE) == Decision.HIT) {
        if (sampled) {
          recorder.hit(startNanos, ticker.nanos(), entry.computeNanos());
        }
        return value(entry);
      }
    }
    return slow(argument, key, sampled, needsClock ? startNanos : ticker.nanos(), maxAgeNanos);
  }

  boolean usesCache() {
    return switches.on() && !closed;
  }

  void close() {
    closed = true;
  }

  /** The key of an argument, for management: what is wrong with it is told. */
  Object keyOf(A argument) {
    return keying.keyOf(argument);
  }

  private static long maxAgeNanos(CallOptions options) {
    return options.maxAge().isEmpty()
        ? Freshness.UNLIMITED
        : Durations.saturatedNanos(options.maxAge().get());
  }

  private R withoutLooking(A argument, CallOptions options) {
    Object key =
        usesCache() && options.access() == CallOptions.Access.WRITE_ONLY
            ? keyOrNull(argument)
            : null;
    return uncached(argument, key, recorder.sample());
  }

  /**
   * Runs the function outside any flight.
   *
   * @param key where to store the result over whatever is there; null: nowhere
   */
  private R uncached(A argument, @Nullable Object key, boolean sampled) {
    long startNanos = ticker.nanos();
    try {
      R result = function.apply(argument);
      long endNanos = ticker.nanos();
      if (sampled) {
        recorder.computed(endNanos - startNanos);
      }
      if (key != null) {
        CacheEntry entry = new CacheEntry(result, endNanos, endNanos - startNanos, -1);
        Call call = new Call(sampled, startNanos, Freshness.UNLIMITED);
        store.put(key, entry, Grip.UNFENCED, call, null);
      }
      return result;
    } finally {
      if (sampled) {
        recorder.call(Outcome.BYPASS, startNanos, ticker.nanos());
      }
    }
  }

  /** Everything but a plain local hit. Ends in exactly one outcome. */
  private R slow(
      A argument, @Nullable Object key, boolean sampled, long startNanos, long maxAgeNanos) {
    if (key == null) {
      return uncached(argument, null, sampled);
    }
    Call call = new Call(sampled, startNanos, maxAgeNanos);
    boolean served = false;
    try {
      CacheEntry entry = store.find(key, call);
      Decision decision = freshness.decide(entry, call.startNanos(), call.maxAgeNanos(), Peer.NONE);
      if (entry != null && decision != Decision.HIT && call.sampled()) {
        recorder.count(CacheCounter.STALE_FOUND);
      }
      R result =
          switch (decision) {
            case HIT -> {
              if (call.sampled()) {
                recorder.hit(call.startNanos(), ticker.nanos(), found(entry).computeNanos());
              }
              yield value(found(entry));
            }
            case SERVE_STALE -> {
              refreshLater(argument, key, call);
              yield serveStale(call, found(entry));
            }
            default -> obtain(argument, key, call);
          };
      served = true;
      return result;
    } finally {
      if (!served) {
        // Errors are never sampled away.
        recorder.call(Outcome.ERROR, call.startNanos(), ticker.nanos());
      }
    }
  }

  /** Joins the computation of the key in this process, or leads it. */
  private R obtain(A argument, Object key, Call call) {
    if (call.maxAgeNanos() < 0) {
      return alone(argument, key, call);
    }
    long waitStartNanos = ticker.nanos();
    while (true) {
      Flight mine = new Flight(Thread.currentThread());
      Flight flight = flights.join(key, mine);
      if (flight == mine) {
        return lead(argument, key, call, mine, waitStartNanos);
      }
      if (flight.leader() == Thread.currentThread() && !flight.landing().isDone()) {
        throw new ReentrantCallException(
            "function '"
                + name
                + "' called itself with the arguments that this thread is computing; it would wait"
                + " for itself for ever. Break the recursion, or make the inner call with"
                + " CallOptions.skip()");
      }
      long leftNanos = waitNanos - (ticker.nanos() - waitStartNanos);
      Landing landing = await(flight, leftNanos);
      if (landing instanceof Landing.Landed landed) {
        CacheEntry entry = landed.entry();
        if (isHit(entry, call)) {
          return coalesced(entry, call);
        }
        // Fresh enough for its leader, too old for this call's stricter limit.
        flights.leave(key, flight);
      } else if (landing instanceof Landing.Crashed crashed) {
        throw Sneaky.rethrow(crashed.failure());
      } else if (landing == Landing.Circle.INSTANCE) {
        return alone(argument, key, call);
      } else if (landing == Landing.TimedOut.INSTANCE) {
        recorder.count(CacheCounter.WAIT_TIMEOUTS);
        return switch (overdue(call)) {
          case SERVE_STALE -> serveStale(call, found(call.found()));
          case FAIL -> throw waitTimeout();
          default -> alone(argument, key, call);
        };
      }
    }
  }

  private Landing await(Flight flight, long atMostNanos) {
    try {
      return flights.await(flight, atMostNanos);
    } catch (InterruptedException e) {
      throw waitInterrupted();
    }
  }

  /** Computes in this call whatever others do, and stores over whatever is there. */
  private R alone(A argument, Object key, Call call) {
    R result = compute(argument, key, call, null, Grip.UNFENCED);
    record(Outcome.MISS, call);
    return result;
  }

  /** Leads the computation in this process, and competes with other processes for it. */
  private R lead(A argument, Object key, Call call, Flight flight, long waitStartNanos) {
    try {
      while (true) {
        Grip grip = store.seize(key, call);
        if (grip.state() == Grip.State.CHANGED) {
          CacheEntry entry = store.find(key, call);
          if (entry != null && isHit(entry, call)) {
            store.release(key, grip, call);
            flight.land(entry);
            return coalesced(entry, call);
          }
        }
        if (grip.state() != Grip.State.HELD) {
          R result = compute(argument, key, call, flight, grip);
          record(Outcome.MISS, call);
          return result;
        }
        long leftNanos = waitNanos - (ticker.nanos() - waitStartNanos);
        if (leftNanos <= 0) {
          recorder.count(CacheCounter.WAIT_TIMEOUTS);
          return switch (overdue(call)) {
            case SERVE_STALE -> serveStale(call, found(call.found()));
            case FAIL -> throw waitTimeout();
            default -> {
              R result = compute(argument, key, call, flight, Grip.UNFENCED);
              record(Outcome.MISS, call);
              yield result;
            }
          };
        }
        awaitOtherProcess(key, call, leftNanos);
        CacheEntry entry = store.find(key, call);
        if (entry != null && isHit(entry, call)) {
          flight.land(entry);
          return coalesced(entry, call);
        }
      }
    } finally {
      // Whatever happened, nobody may be left waiting for a flight that has no leader.
      flights.leave(key, flight);
      flight.abandon();
    }
  }

  private void awaitOtherProcess(Object key, Call call, long atMostNanos) {
    try {
      store.awaitSettled(key, call, atMostNanos);
    } catch (InterruptedException e) {
      throw waitInterrupted();
    }
  }

  /**
   * Runs the function, wakes who waits for it, stores.
   *
   * @param flight the flight that this call leads; null: a computation beside all flights
   */
  private R compute(A argument, Object key, Call call, @Nullable Flight flight, Grip grip) {
    long startNanos = ticker.nanos();
    R result;
    try {
      result = applyRenewing(argument, key, grip);
    } catch (Throwable failure) {
      recordComputation(call, ticker.nanos() - startNanos);
      store.release(key, grip, call);
      if (flight != null) {
        // Taken off first: only who was waiting for this run shares its exception.
        flights.leave(key, flight);
        flight.crash(failure, Thread.currentThread().isInterrupted());
      }
      throw failure;
    }
    long endNanos = ticker.nanos();
    recordComputation(call, endNanos - startNanos);
    CacheEntry entry = new CacheEntry(result, endNanos, endNanos - startNanos, -1);
    if (flight != null) {
      flight.land(entry);
    }
    store.put(key, entry, grip, call, flight);
    return result;
  }

  private R applyRenewing(A argument, Object key, Grip grip) {
    Renewal renewal = store.renewing(key, grip);
    try {
      return function.apply(argument);
    } finally {
      renewal.close();
    }
  }

  private void refreshLater(A argument, Object key, Call served) {
    refresher.submit(this, key, () -> refresh(argument, key, served));
  }

  /** Computes anew what was served stale, unless somebody else already does or did. */
  private void refresh(A argument, Object key, Call served) {
    Flight flight = new Flight(Thread.currentThread());
    if (!usesCache() || flights.join(key, flight) != flight) {
      return;
    }
    try {
      Call call = served.inBackground(recorder.sample(), ticker.nanos());
      Grip grip = store.seize(key, call);
      if (grip.state() == Grip.State.GRANTED) {
        compute(argument, key, call, flight, grip);
      } else {
        store.release(key, grip, call);
      }
    } catch (Throwable failure) {
      // Nobody called this: the log and the count are the only ones to tell.
      recorder.count(CacheCounter.REFRESH_FAILURES);
      log.warn(
          () ->
              "Function '"
                  + name
                  + "' failed in the background: "
                  + failure.getClass().getName()
                  + "; its stale value is served until its ceiling");
    } finally {
      flights.leave(key, flight);
      flight.abandon();
    }
  }

  private boolean isHit(CacheEntry entry, Call call) {
    long judgedAt = call.judgedAtNanos(entry, ticker.nanos());
    return freshness.decide(entry, judgedAt, call.maxAgeNanos(), Peer.NONE) == Decision.HIT;
  }

  private Decision overdue(Call call) {
    return freshness.decide(call.found(), ticker.nanos(), call.maxAgeNanos(), Peer.OVERDUE);
  }

  private R coalesced(CacheEntry entry, Call call) {
    record(Outcome.COALESCED, call);
    return value(entry);
  }

  private R serveStale(Call call, CacheEntry entry) {
    record(Outcome.STALE, call);
    if (call.sampled()) {
      recorder.staleServed(entry.computeNanos());
    }
    return value(entry);
  }

  private void record(Outcome outcome, Call call) {
    if (call.sampled()) {
      recorder.call(outcome, call.startNanos(), ticker.nanos());
    }
  }

  private void recordComputation(Call call, long nanos) {
    if (call.sampled()) {
      recorder.computed(nanos);
    }
  }

  private @Nullable Object keyOrNull(A argument) {
    try {
      return keying.keyOf(argument);
    } catch (RuntimeException e) {
      noteUnkeyable(e);
      return null;
    }
  }

  private void noteUnkeyable(RuntimeException e) {
    recorder.count(CacheCounter.UNKEYABLE);
    log.warn(
        () ->
            "Function '"
                + name
                + "' ran uncached, no key could be made: "
                + e.getClass().getSimpleName()
                + (e.getMessage() == null ? "" : ": " + e.getMessage()));
  }

  private WaitTimeoutException waitTimeout() {
    return new WaitTimeoutException(
        "function '"
            + name
            + "': another caller's computation took longer than waitTimeout "
            + TimeUnit.NANOSECONDS.toMillis(waitNanos)
            + " ms");
  }

  private WaitInterruptedException waitInterrupted() {
    Thread.currentThread().interrupt();
    return new WaitInterruptedException(
        "function '" + name + "': interrupted while waiting for another caller's computation");
  }

  private static CacheEntry found(@Nullable CacheEntry entry) {
    return Objects.requireNonNull(entry, "an entry that is served was found");
  }

  // Entries are written by this pipeline or read as its declared type; R may itself be nullable.
  @SuppressWarnings({"unchecked", "NullAway"})
  private R value(CacheEntry entry) {
    return (R) entry.value();
  }
}

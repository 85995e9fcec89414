package io.cachier.core;

import io.cachier.CachierException;
import io.cachier.CallOptions;
import io.cachier.core.metrics.MetricsRecorder;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.ComputeResult;
import io.cachier.metrics.Outcome;
import io.cachier.spi.CacheEntry;
import io.cachier.spi.LocalBackend;
import io.cachier.spi.Ticker;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The way of a call: key, look up, decide, then serve what was found or have it computed, and
 * record. All decisions are {@link Freshness}'s; this class and {@link Computation} carry them out
 * on the calling thread.
 *
 * <p>Everything around the user's function that can fail has a guard of its own, so an exception
 * that passes through here is the function's, or one of the three that tell of waiting.
 */
final class CallPipeline<A extends @Nullable Object, R extends @Nullable Object> {
  private static final System.Logger LOGGER = System.getLogger(CallPipeline.class.getName());

  private final String name;
  private final Function<? super A, ? extends R> function;
  private final Keying<A> keying;
  private final @Nullable LocalBackend local;
  private final @Nullable NearHits<A> near;
  private final EntryStore store;
  private final Freshness freshness;

  /** Whether calls are recorded at all. */
  private final boolean recorded;

  /** Whether every call needs the time: an entry's age matters, or a backend tells it. */
  private final boolean needsClock;

  /** Whether a hit may set off a computation in the background. */
  private final boolean refreshesEarly;

  private final RandomGenerator random;

  private final SingleFlight flights;
  private final Computation<A, R> computation;
  private final Refresher refresher;
  private final MetricsRecorder recorder;
  private final CallLedger ledger;
  private final Switches switches;
  private final Ticker ticker;
  private final RateLimitedLog log;
  private final Story story;

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
    this.near = parts.near();
    this.store = store;
    this.freshness = Freshness.of(parts.policy());
    this.recorded = recorder.isEnabled();
    this.needsClock = local == null || freshness.hasShelfLife();
    this.refreshesEarly = freshness.hasEarlyRefresh();
    this.random = root.random();
    this.flights = flights;
    this.refresher = root.refresher();
    this.recorder = recorder;
    this.switches = root.switches();
    this.ticker = root.ticker();
    this.ledger = new CallLedger(recorder, ticker);
    this.computation = new Computation<>(parts, store, flights, ledger);
    this.log = new RateLimitedLog(LOGGER, ticker);
    this.story = new Story(parts.policy(), freshness, store.backendName());
  }

  /** A call under the policy alone: the way that must be short. */
  R call(A argument) {
    if (!usesCache()) {
      return withoutLooking(argument, CallOptions.defaults());
    }
    boolean sampled = recorded && recorder.sample();
    return sampled || needsClock
        ? timed(argument, sampled, Freshness.UNLIMITED)
        : timeless(argument);
  }

  R call(A argument, CallOptions options) {
    if (options.explainer().isPresent()) {
      return told(argument, options, new Narration(options.explainer().get()));
    }
    return usesCache() && options.access() == CallOptions.Access.READ_WRITE
        ? timed(argument, recorder.sample(), maxAgeNanos(options))
        : withoutLooking(argument, options);
  }

  // The two methods of a local hit are small on purpose, and what a hit does not need is kept out:
  // the JVM inlines them into the caller only while their compiled code stays small.

  /** Nobody records this call and nothing limits an entry's age: there is nothing to decide. */
  private R timeless(A argument) {
    LocalBackend backend = local;
    Object key = keyOrNull(argument);
    if (key != null && backend != null) {
      CacheEntry entry = backend.get(key);
      if (entry != null) {
        return value(entry);
      }
    }
    return slow(argument, key, false, ticker.nanos(), Freshness.UNLIMITED, null);
  }

  /** The clock is the dearest part of a hit: one reading serves freshness and metrics. */
  private R timed(A argument, boolean sampled, long maxAgeNanos) {
    LocalBackend backend = local;
    if (backend == null) {
      return remote(argument, sampled, maxAgeNanos);
    }
    long startNanos = ticker.nanos();
    Object key = keyOrNull(argument);
    if (key != null) {
      CacheEntry entry = backend.get(key);
      if (entry != null
          && freshness.decide(key, entry, startNanos, maxAgeNanos, Peer.NONE) == Decision.HIT) {
        if (refreshesEarly) {
          maybeRefreshEarly(argument, key, entry, 0, startNanos);
        }
        if (sampled) {
          recorder.hit(startNanos, ticker.nanos(), entry.computeNanos(), entry.writtenNanos());
        }
        return value(entry);
      }
    }
    return slow(argument, key, sampled, startNanos, maxAgeNanos, null);
  }

  /** The digest, which is dear, is made only for what is not kept near. */
  private R remote(A argument, boolean sampled, long maxAgeNanos) {
    NearHits<A> hits = near;
    long startNanos = ticker.nanos();
    if (hits != null) {
      Near kept = hits.find(argument, startNanos, maxAgeNanos);
      if (kept != null) {
        CacheEntry entry = kept.entry();
        if (refreshesEarly) {
          maybeRefreshEarly(argument, kept.key(), entry, kept.version(), startNanos);
        }
        if (sampled) {
          recorder.hit(startNanos, ticker.nanos(), entry.computeNanos(), entry.writtenNanos());
        }
        return value(entry);
      }
    }
    return slow(argument, keyOrNull(argument), sampled, startNanos, maxAgeNanos, null);
  }

  /** A call that somebody is told about: never the short way, which has no words. */
  private R told(A argument, CallOptions options, Narration narration) {
    boolean usesCache = usesCache();
    if (!usesCache || options.access() != CallOptions.Access.READ_WRITE) {
      narration.tell(story.bypassed(options, usesCache));
      return withoutLooking(argument, options);
    }
    boolean sampled = recorder.sample();
    long startNanos = ticker.nanos();
    Object key = keyOrNull(argument);
    narration.tell(story.keying(key));
    return slow(argument, key, sampled, startNanos, maxAgeNanos(options), narration);
  }

  private R withoutLooking(A argument, CallOptions options) {
    Object key =
        usesCache() && options.access() == CallOptions.Access.WRITE_ONLY
            ? keyOrNull(argument)
            : null;
    return bypass(argument, key, recorder.sample());
  }

  /**
   * Runs the function without looking into the cache.
   *
   * @param key where to store the result over whatever is there; null: nowhere
   */
  R bypass(A argument, @Nullable Object key, boolean sampled) {
    Call call = Call.bypassing(sampled, ticker.nanos());
    try {
      return key == null ? run(argument, call) : value(computation.beside(argument, key, call));
    } finally {
      ledger.outcome(Outcome.BYPASS, call);
    }
  }

  private R run(A argument, Call call) {
    long startNanos = ledger.runBegins();
    R result;
    try {
      result = function.apply(argument);
    } catch (Throwable failure) {
      ledger.runEnded(call, ComputeResult.ERROR, startNanos);
      throw failure;
    }
    ledger.runEnded(call, ComputeResult.SUCCESS, startNanos);
    return result;
  }

  /**
   * Everything but a plain local hit. Ends in exactly one outcome.
   *
   * <p>One method, and a long one, on purpose: the JVM never inlines one of more than 325 bytes of
   * code (FreqInlineSize), and so keeps this way out of the compiled code of a hit. Taken apart, it
   * is inlined piece by piece, the hit grows too large to be inlined into its own caller, and costs
   * half as much again.
   */
  private R slow(
      A argument,
      @Nullable Object key,
      boolean sampled,
      long startNanos,
      long maxAgeNanos,
      @Nullable Narration narration) {
    if (key == null) {
      return bypass(argument, null, sampled);
    }
    Call call = new Call(sampled, startNanos, maxAgeNanos);
    call.tellTo(narration);
    call.liveKey(liveKey(argument));
    CacheEntry served = null;
    try {
      CacheEntry found = store.findFirst(key, call);
      Decision decision = freshness.decide(key, found, startNanos, maxAgeNanos, Peer.NONE);
      if (narration != null) {
        tellDecision(key, call, decision);
      }
      if (found != null && decision == Decision.HIT) {
        if (refreshesEarly) {
          maybeRefreshEarly(argument, key, found, call.version(), startNanos);
        }
        ledger.hit(call, found);
        served = found;
      } else if (found != null && decision == Decision.SERVE_STALE) {
        ledger.foundStale(call);
        refresher.submit(this, key, () -> refresh(argument, key, call));
        ledger.servedStale(call, found);
        served = found;
      } else {
        if (found != null) {
          ledger.foundStale(call);
        }
        long waitStartNanos = ticker.nanos();
        do {
          Flight mine = new Flight(Thread.currentThread());
          Flight flight = flights.join(key, mine);
          if (flight == mine) {
            served = computation.lead(argument, key, call, mine, waitStartNanos);
          } else if (freshness.decide(key, found, ticker.nanos(), maxAgeNanos, Peer.COMPUTING)
              == Decision.COMPUTE) {
            computation.refuseReentrance(flight);
            served = computation.beside(argument, key, call);
            ledger.outcome(Outcome.MISS, call);
          } else {
            computation.refuseReentrance(flight);
            served = computation.follow(flight, argument, key, call, waitStartNanos);
          }
        } while (served == null);
      }
      return value(served);
    } finally {
      if (served == null) {
        ledger.failed(call);
      }
    }
  }

  void tellDecision(Object key, Call call, Decision decision) {
    CacheEntry found = call.found();
    String problem = call.backendSilent() ? "the backend gave no answer" : null;
    call.tell(story.found(found, problem, call.startNanos()));
    if (found != null) {
      call.tell(story.judged(key, found, call.startNanos(), call.maxAgeNanos()));
    }
    call.tell(story.decided(decision, found, call.maxAgeNanos()));
  }

  /** Draws once for a hit, if a draw can matter, and has it computed anew if it says so. */
  private void maybeRefreshEarly(
      A argument, Object key, CacheEntry entry, long version, long nowNanos) {
    Call hit = drawnEarly(key, entry, version, nowNanos);
    if (hit != null) {
      refresher.submit(this, key, () -> refresh(argument, key, hit));
    }
  }

  /** A hit that is to be computed anew before its time, as a draw says; null: it is not. */
  @Nullable Call drawnEarly(Object key, CacheEntry entry, long version, long nowNanos) {
    if (!refreshesEarly
        || !freshness.isWithinReach(key, entry, nowNanos)
        || !freshness.isEarly(key, entry, nowNanos, random.nextDouble())) {
      return null;
    }
    Call hit = new Call(false, nowNanos, Freshness.UNLIMITED);
    hit.saw(entry, version);
    return hit;
  }

  void refresh(A argument, Object key, Call served) {
    if (!usesCache()) {
      return;
    }
    try {
      computation.refresh(argument, key, served.inBackground(recorder.sample(), ticker.nanos()));
    } catch (Throwable failure) {
      refreshFailed(failure);
    }
  }

  /** Nobody called this: the log and the count are the only ones to tell. */
  void refreshFailed(Throwable failure) {
    recorder.count(CacheCounter.REFRESH_FAILURES);
    log.warn(
        () ->
            "Function '"
                + name
                + "' failed in the background: "
                + failure.getClass().getName()
                + "; what is stored is served until its time is over");
  }

  Computation<A, R> computation() {
    return computation;
  }

  Freshness freshness() {
    return freshness;
  }

  CallLedger ledger() {
    return ledger;
  }

  boolean usesCache() {
    return switches.on() && !closed;
  }

  void close() {
    closed = true;
  }

  /** The words in which calls are explained. */
  Story story() {
    return story;
  }

  /** The key of an argument, for management: what is wrong with it is told. */
  Object keyOf(A argument) {
    return keying.keyOf(argument);
  }

  static long maxAgeNanos(CallOptions options) {
    return options.maxAge().isEmpty()
        ? Freshness.UNLIMITED
        : Durations.saturatedNanos(options.maxAge().get());
  }

  @Nullable Object keyOrNull(A argument) {
    try {
      return keying.keyOf(argument);
    } catch (RuntimeException e) {
      noteUnkeyable(e);
      return null;
    }
  }

  /** The key in the near cache; null: there is none. */
  @Nullable Object liveKey(A argument) {
    return near == null ? null : near.keyOf(argument);
  }

  private void noteUnkeyable(RuntimeException e) {
    recorder.count(CacheCounter.UNKEYABLE);
    // Its message stays out: the user's keyedBy may have put the argument into it.
    log.warn(
        () ->
            "Function '"
                + name
                + "' ran uncached, no key could be made of its argument: "
                + (e instanceof CachierException ? e.getMessage() : e.getClass().getName()));
  }

  // Entries are written by this pipeline or read as its declared type; R may itself be nullable.
  @SuppressWarnings({"unchecked", "NullAway"})
  private R value(CacheEntry entry) {
    return (R) entry.value();
  }
}

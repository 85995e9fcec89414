package io.cachier.core;

import io.cachier.spi.CacheEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Synchronous calls of many arguments: their look-ups are all begun before the first is waited for,
 * and what is missing is computed on the calling thread, one after the other. Keys that others are
 * computing come last, so that their computations go on beside this caller's own.
 */
final class BulkCalls<A extends @Nullable Object, R extends @Nullable Object> {
  /**
   * So many operations at once. Each has its time from when it was sent: behind a small pool of
   * connections those at the end of a longer line would be given up.
   */
  static final int ROUND = 100;

  private final CallPipeline<A, R> pipeline;
  private final EntryStore store;
  private final SingleFlight flights;
  private final Refresher refresher;
  private final CallLedger ledger;

  BulkCalls(
      CallPipeline<A, R> pipeline, EntryStore store, SingleFlight flights, Refresher refresher) {
    this.pipeline = pipeline;
    this.store = store;
    this.flights = flights;
    this.refresher = refresher;
    this.ledger = pipeline.ledger();
  }

  /** One argument that was looked up. */
  private record Sought<A extends @Nullable Object>(
      A argument, Object key, Call call, Asked<@Nullable CacheEntry> lookup) {}

  Map<A, R> callAll(Collection<? extends A> arguments) {
    // In the order of the arguments, whatever the order in which they are served.
    Map<A, @Nullable CacheEntry> served = new LinkedHashMap<>();
    arguments.forEach(argument -> served.put(argument, null));
    List<A> distinct = new ArrayList<>(served.keySet());
    for (int from = 0; from < distinct.size(); from += ROUND) {
      round(distinct.subList(from, Math.min(from + ROUND, distinct.size())), served);
    }
    Map<A, R> results = new LinkedHashMap<>();
    served.forEach((argument, entry) -> results.put(argument, value(entry)));
    return Collections.unmodifiableMap(results);
  }

  private void round(List<A> arguments, Map<A, @Nullable CacheEntry> served) {
    List<Sought<A>> sought = new ArrayList<>(arguments.size());
    List<A> uncached = new ArrayList<>();
    for (A argument : arguments) {
      Object key = pipeline.usesCache() ? pipeline.keyOrNull(argument) : null;
      if (key == null) {
        uncached.add(argument);
      } else {
        sought.add(seek(argument, key));
      }
    }
    List<Sought<A>> missing = new ArrayList<>();
    for (Sought<A> one : sought) {
      one.lookup().answered().join();
      CacheEntry entry = found(one, one.lookup().take());
      if (entry == null) {
        missing.add(one);
      } else {
        served.put(one.argument(), entry);
      }
    }
    List<Sought<A>> others = new ArrayList<>();
    for (Sought<A> one : missing) {
      if (flights.isFlying(one.key())) {
        others.add(one);
      } else {
        served.put(one.argument(), obtained(one));
      }
    }
    others.forEach(one -> served.put(one.argument(), obtained(one)));
    for (A argument : uncached) {
      // Not by a call: it would try and fail once more to make the key, and count that.
      R result = pipeline.bypass(argument, null, ledger.recorder().sample());
      served.put(argument, new CacheEntry(result, 0, 0, -1));
    }
  }

  private Sought<A> seek(A argument, Object key) {
    Call call = new Call(ledger.recorder().sample(), ledger.ticker().nanos(), Freshness.UNLIMITED);
    call.liveKey(pipeline.liveKey(argument));
    return new Sought<>(argument, key, call, store.findingFirst(key, call));
  }

  /** What is served of what was found; null: it has to be computed. */
  private @Nullable CacheEntry found(Sought<A> one, @Nullable CacheEntry found) {
    Call call = one.call();
    Decision decision =
        pipeline
            .freshness()
            .decide(one.key(), found, call.startNanos(), call.maxAgeNanos(), Peer.NONE);
    if (found != null && decision == Decision.HIT) {
      Call early = pipeline.drawnEarly(one.key(), found, call.version(), call.startNanos());
      if (early != null) {
        refreshLater(one, early);
      }
      ledger.hit(call, found);
      return found;
    }
    if (found != null && decision == Decision.SERVE_STALE) {
      ledger.foundStale(call);
      refreshLater(one, call);
      ledger.servedStale(call, found);
      return found;
    }
    return null;
  }

  private void refreshLater(Sought<A> one, Call served) {
    refresher.submit(
        pipeline, one.key(), () -> pipeline.refresh(one.argument(), one.key(), served));
  }

  /** The turns of {@link CallPipeline} after a look-up that found nothing usable. */
  private CacheEntry obtained(Sought<A> one) {
    Call call = one.call();
    CacheEntry served = null;
    try {
      if (call.found() != null) {
        ledger.foundStale(call);
      }
      Computation<A, R> computation = pipeline.computation();
      long waitStartNanos = ledger.ticker().nanos();
      do {
        Flight mine = new Flight(Thread.currentThread());
        Flight flight = flights.join(one.key(), mine);
        if (flight == mine) {
          served = computation.lead(one.argument(), one.key(), call, mine, waitStartNanos);
        } else {
          computation.refuseReentrance(flight);
          served = computation.follow(flight, one.argument(), one.key(), call, waitStartNanos);
        }
      } while (served == null);
      return served;
    } finally {
      if (served == null) {
        ledger.failed(call);
      }
    }
  }

  // Entries are written by this pipeline or read as its declared type; R may itself be nullable.
  @SuppressWarnings({"unchecked", "NullAway"})
  private R value(@Nullable CacheEntry entry) {
    return entry == null ? null : (R) entry.value();
  }
}

package io.cachier.core;

import io.cachier.metrics.Outcome;
import io.cachier.metrics.WaitResult;
import io.cachier.spi.CacheEntry;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One asynchronous call that is more than a local hit: it takes the turns of {@link CallPipeline}
 * and {@link Computation}, asks {@link Freshness} the same questions, and shares flights with their
 * callers; but where those wait, this has a next step. Used by one step at a time. Ends in exactly
 * one outcome.
 */
final class AsyncCall<A extends @Nullable Object, R extends @Nullable Object> {
  /** The key of a call that asks nothing. */
  private static final Object NOWHERE = new Object();

  private final AsyncParts<A, R> parts;
  private final AsyncCaller<A> caller;
  private final Outcome ifComputed;
  private final CompletableFuture<R> result = new CompletableFuture<>();

  /** The flight within which the caller's thread makes this call for the flight's own key. */
  private final @Nullable Flight within;

  private long waitStartNanos;
  private @Nullable Flight mine;
  private @Nullable Waiting wait;

  private AsyncCall(AsyncParts<A, R> parts, A argument, Object key, Call call, Outcome ifComputed) {
    this.parts = parts;
    this.ifComputed = ifComputed;
    this.caller = new AsyncCaller<>(argument, key, call, new Steps(parts.executor(), this::failed));
    this.within = parts.flights().ledHere(key);
  }

  /** Looks up, and has computed what is not there. */
  static <A extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> read(
      AsyncParts<A, R> parts, A argument, Object key, Call call) {
    AsyncCall<A, R> made = new AsyncCall<>(parts, argument, key, call, Outcome.MISS);
    return made.begin(() -> made.steps().then(parts.store().findingFirst(key, call), made::found));
  }

  /** Computes without looking, and stores over whatever is there. */
  static <A extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> overwrite(
      AsyncParts<A, R> parts, A argument, Object key, Call call) {
    AsyncCall<A, R> made = new AsyncCall<>(parts, argument, key, call, Outcome.BYPASS);
    return made.begin(made::beside);
  }

  /** Runs the function, and touches no cache. */
  static <A extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> skip(
      AsyncParts<A, R> parts, A argument, Call call) {
    AsyncCall<A, R> made = new AsyncCall<>(parts, argument, NOWHERE, call, Outcome.BYPASS);
    return made.begin(() -> parts.computation().justRun(made.caller, made::computed));
  }

  private CompletableFuture<R> begin(Runnable first) {
    steps().begin(first);
    return result;
  }

  private void found(@Nullable CacheEntry found) {
    Decision decision =
        parts
            .freshness()
            .decide(caller.key(), found, call().startNanos(), call().maxAgeNanos(), Peer.NONE);
    if (call().isTold()) {
      parts.pipeline().tellDecision(caller.key(), call(), decision);
    }
    if (found != null && decision == Decision.HIT) {
      Call early =
          parts.pipeline().drawnEarly(caller.key(), found, call().version(), call().startNanos());
      if (early != null) {
        parts.refresher().submit(caller.argument(), caller.key(), early);
      }
      ledger().hit(call(), found);
      serve(found);
    } else if (found != null && decision == Decision.SERVE_STALE) {
      ledger().foundStale(call());
      parts.refresher().submit(caller.argument(), caller.key(), call());
      ledger().servedStale(call(), found);
      serve(found);
    } else {
      if (found != null) {
        ledger().foundStale(call());
      }
      waitStartNanos = ledger().ticker().nanos();
      join();
    }
  }

  private void join() {
    Flight lead = new Flight(null);
    Flight flight = parts.flights().join(caller.key(), lead);
    if (flight == lead) {
      mine = lead;
      wait = new Waiting(ledger(), call());
      seize(lead);
      return;
    }
    if (flight == within && !flight.landing().isDone()) {
      throw parts.rules().reentrant();
    }
    if (parts.rules().decide(caller.key(), call(), Peer.COMPUTING) == Decision.COMPUTE) {
      beside();
    } else {
      follow(flight);
    }
  }

  /** Computes whatever others do, joined by nobody, and stores over whatever is there. */
  private void beside() {
    Flight flight = parts.flights().flyBeside(caller.key(), null);
    mine = flight;
    parts
        .computation()
        .compute(
            caller, flight, Grip.UNFENCED, this::computed, failure -> runFailed(failure, flight));
  }

  /** The function failed, this call's run or the one it waited for: perhaps nobody need know. */
  private void runFailed(Throwable failure, Flight flight) {
    if (ifComputed == Outcome.BYPASS || !parts.rules().staleIfError().mayHide(failure, call())) {
      throw Sneaky.rethrow(failure);
    }
    if (!flight.isFenced()) {
      serveInsteadOf(failure, call().found());
    } else if (call().backendSilent()) {
      throw Sneaky.rethrow(failure);
    } else {
      // Somebody removed or replaced meanwhile what this call found when it began.
      steps()
          .then(
              parts.store().finding(caller.key(), call()),
              standing -> serveInsteadOf(failure, standing));
    }
  }

  private void serveInsteadOf(Throwable failure, @Nullable CacheEntry standing) {
    CacheEntry stale = parts.rules().staleIfError().insteadOf(failure, standing, call());
    if (stale == null) {
      throw Sneaky.rethrow(failure);
    }
    leave();
    serve(stale);
  }

  private void computed(CacheEntry entry) {
    leave();
    ledger().outcome(ifComputed, call());
    serve(entry);
  }

  private void follow(Flight flight) {
    call().tell("another caller of this process is computing it: this one waits");
    Waiting waiting = new Waiting(ledger(), call());
    wait = waiting;
    if (!flight.landing().isDone()) {
      waiting.begin();
    }
    steps()
        .then(
            Asked.of(SingleFlight.landing(flight, parts.rules().leftNanos(waitStartNanos))),
            landing -> followed(flight, waiting, landing));
  }

  private void followed(Flight flight, Waiting waiting, Landing landing) {
    Computation.tellOf(landing, call());
    if (landing instanceof Landing.Landed landed) {
      if (parts.rules().isHit(caller.key(), landed.entry(), call())) {
        waiting.end(WaitResult.SERVED);
        ledger().coalesced(call(), landed.entry());
        serve(landed.entry());
        return;
      }
      waiting.close();
      // Fresh enough for its leader, too old for this call's stricter limit.
      steps()
          .thenElsewhere(
              Asked.of(parts.flights().fencingOff(caller.key(), flight)), over -> join());
    } else if (landing instanceof Landing.Crashed crashed) {
      waiting.end(WaitResult.FAILED);
      runFailed(crashed.failure(), flight);
    } else if (landing == Landing.TimedOut.INSTANCE) {
      CacheEntry stale = parts.rules().staleAfterTheWait(caller.key(), call(), waiting);
      if (stale != null) {
        serve(stale);
      } else {
        beside();
      }
    } else {
      waiting.close();
      steps().thenElsewhere(Asked.nothing(), abandoned -> join());
    }
  }

  /** Leads in this process, and competes with other processes. */
  private void seize(Flight flight) {
    steps().then(parts.store().seizing(caller.key(), call()), grip -> seized(flight, grip));
  }

  private void seized(Flight flight, Grip grip) {
    if (call().isTold()) {
      call().tell(grip.state().told());
    }
    if (grip.state() == Grip.State.HELD) {
      held(flight);
    } else if (grip.state() == Grip.State.CHANGED) {
      look(
          flight,
          () -> parts.store().release(caller.key(), grip, call()),
          () -> lead(flight, grip));
    } else {
      lead(flight, grip);
    }
  }

  private void held(Flight flight) {
    long leftNanos = parts.rules().leftNanos(waitStartNanos);
    Decision decision =
        parts.rules().decide(caller.key(), call(), leftNanos > 0 ? Peer.COMPUTING : Peer.OVERDUE);
    if (leftNanos > 0 && decision != Decision.COMPUTE) {
      waiting().begin();
      steps()
          .thenElsewhere(
              parts.store().settling(caller.key(), call(), leftNanos),
              settled -> {
                if (call().backendSilent()) {
                  seize(flight);
                } else {
                  look(flight, () -> {}, () -> seize(flight));
                }
              });
      return;
    }
    CacheEntry stale =
        leftNanos > 0 ? null : parts.rules().staleAfterTheWait(caller.key(), call(), waiting());
    if (stale != null) {
      leave();
      serve(stale);
    } else {
      lead(flight, Grip.UNFENCED);
    }
  }

  /** Looks again; what another process has stored meanwhile is this flight's result. */
  private void look(Flight flight, Runnable ifThere, Runnable ifNot) {
    steps()
        .then(
            parts.store().finding(caller.key(), call()),
            entry -> {
              if (entry == null || !parts.rules().isHit(caller.key(), entry, call())) {
                ifNot.run();
                return;
              }
              call().tell("what another caller has stored meanwhile is served");
              flight.land(entry);
              waiting().end(WaitResult.SERVED);
              ifThere.run();
              leave();
              ledger().coalesced(call(), entry);
              serve(entry);
            });
  }

  private void lead(Flight flight, Grip grip) {
    waiting().close();
    parts
        .computation()
        .compute(caller, flight, grip, this::computed, failure -> runFailed(failure, flight));
  }

  private Waiting waiting() {
    Waiting waiting = wait;
    if (waiting == null) {
      throw new IllegalStateException("a call that leads has no wait");
    }
    return waiting;
  }

  /** Whatever happened, nobody may be left waiting for a flight that has no leader. */
  private void leave() {
    Flight flight = mine;
    if (flight != null) {
      parts.flights().leave(caller.key(), flight);
      flight.abandon();
    }
  }

  // Entries are written by this pipeline or read as its declared type; R may itself be nullable.
  @SuppressWarnings({"unchecked", "NullAway"})
  private void serve(CacheEntry entry) {
    result.complete((R) entry.value());
  }

  private void failed(Throwable failure) {
    leave();
    if (wait != null) {
      wait.close();
    }
    if (ifComputed == Outcome.BYPASS) {
      ledger().outcome(Outcome.BYPASS, call());
    } else {
      ledger().failed(call());
    }
    result.completeExceptionally(failure);
  }

  private Steps steps() {
    return caller.steps();
  }

  private Call call() {
    return caller.call();
  }

  private CallLedger ledger() {
    return parts.ledger();
  }
}

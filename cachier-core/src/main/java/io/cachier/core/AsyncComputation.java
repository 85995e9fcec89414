package io.cachier.core;

import io.cachier.metrics.ComputeResult;
import io.cachier.spi.CacheEntry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the user's function for asynchronous calls, and stores what it gave. It is called in one
 * place here, {@link #start}, and one call gets there at most once.
 */
final class AsyncComputation<A extends @Nullable Object, R extends @Nullable Object> {
  private final String name;
  private final Keying<A> keying;
  private final AsyncRun<A, R> run;
  private final EntryStore store;
  private final SingleFlight flights;
  private final CallLedger ledger;

  AsyncComputation(
      FunctionParts<A, R> parts,
      AsyncRun<A, R> run,
      EntryStore store,
      SingleFlight flights,
      CallLedger ledger) {
    this.name = parts.name();
    this.keying = parts.keying();
    this.run = run;
    this.store = store;
    this.flights = flights;
    this.ledger = ledger;
  }

  /** How a run ended: with one of the two, after how long. */
  private record Ended(@Nullable CacheEntry entry, @Nullable Throwable failure, long tookNanos) {}

  /**
   * Runs the function, wakes who waits for it, stores. The flight is the caller's to take off; if
   * the function fails it has been.
   *
   * @param next goes on when the value is stored or was not let in
   * @param failed goes on when the function failed
   */
  void compute(
      AsyncCaller<A> caller,
      Flight flight,
      Grip grip,
      Consumer<CacheEntry> next,
      Consumer<Throwable> failed) {
    started(
        caller,
        () -> {
          caller.call().tell("the function runs");
          Renewal renewal = store.renewing(caller.key(), grip);
          caller
              .steps()
              .then(
                  start(caller, flight),
                  ended -> {
                    renewal.close();
                    CacheEntry entry = ended.entry();
                    if (entry != null) {
                      keep(caller, flight, grip, entry, next);
                      return;
                    }
                    Throwable failure = failureOf(ended);
                    if (caller.call().isTold()) {
                      caller.call().tell(Story.failed(ended.tookNanos(), failure));
                    }
                    store.release(caller.key(), grip, caller.call());
                    failed.accept(failure);
                  });
        });
  }

  private void keep(
      AsyncCaller<A> caller,
      Flight flight,
      Grip grip,
      CacheEntry entry,
      Consumer<CacheEntry> next) {
    Call call = caller.call();
    if (call.isTold()) {
      call.tell(Story.gave(entry.computeNanos()));
    }
    call.label(keying.labelOf(caller.argument()));
    caller
        .steps()
        .then(store.putting(caller.key(), entry, grip, call, flight), stored -> next.accept(entry));
  }

  /** Runs the function, and nothing else. */
  void justRun(AsyncCaller<A> caller, Consumer<CacheEntry> next) {
    started(
        caller,
        () ->
            caller
                .steps()
                .then(
                    start(caller, new Flight(null)),
                    ended -> {
                      CacheEntry entry = ended.entry();
                      if (entry == null) {
                        throw Sneaky.rethrow(failureOf(ended));
                      }
                      next.accept(entry);
                    }));
  }

  private void started(AsyncCaller<A> caller, Runnable start) {
    if (run.blocks()) {
      caller.steps().onExecutor(start);
    } else {
      start.run();
    }
  }

  /**
   * Starts a run. Who waits for it is woken by the thread that ends it, and does not depend on the
   * executor's having time: it may be the executor's own threads that wait.
   */
  private Asked<Ended> start(AsyncCaller<A> caller, Flight flight) {
    CompletableFuture<Ended> ended = new CompletableFuture<>();
    long startNanos = ledger.runBegins();
    flight.ledBy(Thread.currentThread());
    CompletionStage<? extends R> stage;
    try {
      stage = run.function().apply(caller.argument());
      if (stage == null) {
        throw new NullPointerException(
            "function '"
                + name
                + "' returned null instead of a stage; for a null result, return a stage completed"
                + " with null");
      }
    } catch (Throwable failure) {
      boolean interrupted = Thread.currentThread().isInterrupted();
      ended.complete(crashed(caller, flight, failure, interrupted, startNanos));
      return Asked.of(ended);
    } finally {
      flight.ledBy(null);
    }
    CompletionStage<?> unused =
        stage.whenComplete(
            (result, failure) ->
                ended.complete(
                    failure == null
                        ? landed(caller, flight, result, startNanos)
                        : crashed(caller, flight, freed(failure), false, startNanos)));
    return Asked.of(ended);
  }

  private Ended landed(
      AsyncCaller<A> caller, Flight flight, @Nullable Object result, long startNanos) {
    long endNanos = ledger.runEnded(caller.call(), ComputeResult.SUCCESS, startNanos);
    CacheEntry entry = new CacheEntry(result, endNanos, endNanos - startNanos, -1);
    flight.land(entry);
    return new Ended(entry, null, endNanos - startNanos);
  }

  private Ended crashed(
      AsyncCaller<A> caller,
      Flight flight,
      Throwable failure,
      boolean interrupted,
      long startNanos) {
    long endNanos = ledger.runEnded(caller.call(), ComputeResult.ERROR, startNanos);
    // Taken off first: only who was waiting for this run shares its exception.
    flights.leave(caller.key(), flight);
    flight.crash(failure, interrupted);
    return new Ended(null, failure, endNanos - startNanos);
  }

  /** What the function failed with, without what the JDK wraps it in on its way. */
  private static Throwable freed(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static Throwable failureOf(Ended ended) {
    Throwable failure = ended.failure();
    return failure == null ? new IllegalStateException("a run ended with neither") : failure;
  }
}

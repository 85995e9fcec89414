package io.cachier.core;

import io.cachier.CallOptions;
import io.cachier.core.metrics.MetricsRecorder;
import io.cachier.spi.CacheEntry;
import io.cachier.spi.LocalBackend;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The way of an asynchronous call, beside {@link CallPipeline} on the same store, flights and
 * figures. Its decisions are {@link Freshness}'s.
 */
final class AsyncPipeline<A extends @Nullable Object, R extends @Nullable Object> {
  private final CallPipeline<A, R> pipeline;
  private final @Nullable LocalBackend local;
  private final @Nullable NearHits<A> near;
  private final boolean blocks;
  private final AsyncParts<A, R> parts;
  private final Refresher refresher;

  AsyncPipeline(
      AsyncRun<A, R> run,
      FunctionParts<A, R> function,
      CallPipeline<A, R> pipeline,
      @Nullable LocalBackend local,
      EntryStore store,
      SingleFlight flights,
      CachierParts root) {
    this.pipeline = pipeline;
    this.local = local;
    this.near = function.near();
    this.blocks = run.blocks();
    this.refresher = root.refresher();
    this.parts =
        new AsyncParts<>(
            pipeline,
            store,
            flights,
            new AsyncComputation<>(function, run, store, flights, pipeline.ledger()),
            root.executor(),
            this::refreshLater);
  }

  /** How many computations are under way, of synchronous callers too. */
  int underWay() {
    return parts.flights().size();
  }

  CompletableFuture<R> call(A argument) {
    return call(argument, CallOptions.defaults());
  }

  CompletableFuture<R> call(A argument, CallOptions options) {
    try {
      return begin(argument, options);
    } catch (Throwable failure) {
      // Of the argument's own code, its equals or hashCode: told where the function's is told.
      return CompletableFuture.failedFuture(failure);
    }
  }

  private CompletableFuture<R> begin(A argument, CallOptions options) {
    Narration narration = options.explainer().map(Narration::new).orElse(null);
    boolean usesCache = pipeline.usesCache();
    boolean sampled = recorder().sample();
    long startNanos = parts.ledger().ticker().nanos();
    CallOptions.Access access = usesCache ? options.access() : CallOptions.Access.NONE;
    if (narration != null && access != CallOptions.Access.READ_WRITE) {
      narration.tell(pipeline.story().bypassed(options, usesCache));
    }
    if (near != null && narration == null && access == CallOptions.Access.READ_WRITE) {
      Near kept = near.find(argument, startNanos, CallPipeline.maxAgeNanos(options));
      if (kept != null) {
        return hit(argument, kept.key(), kept.entry(), kept.version(), sampled, startNanos);
      }
    }
    Object key = access == CallOptions.Access.NONE ? null : pipeline.keyOrNull(argument);
    if (access == CallOptions.Access.READ_WRITE) {
      return read(argument, key, sampled, startNanos, CallPipeline.maxAgeNanos(options), narration);
    }
    Call call = Call.bypassing(sampled, startNanos);
    return key == null
        ? AsyncCall.skip(parts, argument, call)
        : AsyncCall.overwrite(parts, argument, key, call);
  }

  private CompletableFuture<R> read(
      A argument,
      @Nullable Object key,
      boolean sampled,
      long startNanos,
      long maxAgeNanos,
      @Nullable Narration narration) {
    if (narration != null) {
      narration.tell(pipeline.story().keying(key));
    }
    if (key == null) {
      return AsyncCall.skip(parts, argument, Call.bypassing(sampled, startNanos));
    }
    // The short way has no words.
    CacheEntry entry = local == null || narration != null ? null : local.get(key);
    if (entry != null
        && parts.freshness().decide(key, entry, startNanos, maxAgeNanos, Peer.NONE)
            == Decision.HIT) {
      return hit(argument, key, entry, 0, sampled, startNanos);
    }
    Call call = new Call(sampled, startNanos, maxAgeNanos);
    call.tellTo(narration);
    call.liveKey(pipeline.liveKey(argument));
    return AsyncCall.read(parts, argument, key, call);
  }

  /** What is in this process is served, and nothing else is made. */
  private CompletableFuture<R> hit(
      A argument, Object key, CacheEntry entry, long version, boolean sampled, long startNanos) {
    Call early = pipeline.drawnEarly(key, entry, version, startNanos);
    if (early != null) {
      refreshLater(argument, key, early);
    }
    if (sampled) {
      recorder()
          .hit(
              startNanos,
              parts.ledger().ticker().nanos(),
              entry.computeNanos(),
              entry.writtenNanos());
    }
    return CompletableFuture.completedFuture(value(entry));
  }

  private MetricsRecorder recorder() {
    return parts.ledger().recorder();
  }

  /** In the same line as the refreshes of synchronous calls, and with the same tickets. */
  private void refreshLater(A argument, Object key, Call served) {
    if (blocks) {
      refresher.submit(pipeline, key, () -> pipeline.refresh(argument, key, served));
    } else if (!parts.flights().isFlying(key)) {
      refresher.submit(pipeline, key, () -> refresh(argument, key, served));
    }
  }

  /** Computes anew what was served, unless somebody else already does or did. */
  private void refresh(A argument, Object key, Call served) {
    Flight flight = new Flight(null);
    if (!pipeline.usesCache() || parts.flights().join(key, flight) != flight) {
      return;
    }
    Call call = served.inBackground(recorder().sample(), parts.ledger().ticker().nanos());
    Steps steps =
        new Steps(
            parts.executor(),
            failure -> {
              end(key, flight);
              pipeline.refreshFailed(failure);
            });
    AsyncCaller<A> caller = new AsyncCaller<>(argument, key, call, steps);
    steps.begin(
        () ->
            steps.then(
                parts.store().seizing(key, call),
                grip -> {
                  if (grip.state() == Grip.State.GRANTED) {
                    parts
                        .computation()
                        .compute(
                            caller,
                            flight,
                            grip,
                            stored -> end(key, flight),
                            failure -> {
                              throw Sneaky.rethrow(failure);
                            });
                  } else {
                    parts.store().release(key, grip, call);
                    end(key, flight);
                  }
                }));
  }

  private void end(Object key, Flight flight) {
    parts.flights().leave(key, flight);
    flight.abandon();
  }

  // Entries are written by this pipeline or read as its declared type; R may itself be nullable.
  @SuppressWarnings({"unchecked", "NullAway"})
  private R value(CacheEntry entry) {
    return (R) entry.value();
  }

  /** A call for each argument, all at once. */
  CompletableFuture<Map<A, R>> callAll(Collection<? extends A> arguments) {
    Map<A, CompletableFuture<R>> calls = new LinkedHashMap<>();
    for (A argument : arguments) {
      // Not computeIfAbsent: the call may run the user's function, which may come back here.
      if (!calls.containsKey(argument)) {
        calls.put(argument, call(argument));
      }
    }
    CompletableFuture<Map<A, R>> all = new CompletableFuture<>();
    CompletableFuture<Void> unused =
        CompletableFuture.allOf(calls.values().toArray(CompletableFuture<?>[]::new))
            .whenComplete((done, failure) -> gather(calls, all));
    return all;
  }

  /** The failure that is told is the first in the order of arguments, not the first in time. */
  private static <A extends @Nullable Object, R extends @Nullable Object> void gather(
      Map<A, CompletableFuture<R>> calls, CompletableFuture<Map<A, R>> all) {
    Map<A, R> results = new LinkedHashMap<>();
    for (Map.Entry<A, CompletableFuture<R>> call : calls.entrySet()) {
      try {
        results.put(call.getKey(), call.getValue().join());
      } catch (CompletionException e) {
        all.completeExceptionally(e.getCause() == null ? e : e.getCause());
        return;
      } catch (Throwable e) {
        // A call was cancelled by its function, or an argument's own hashCode threw: whoever waits
        // for all must hear of it.
        all.completeExceptionally(e);
        return;
      }
    }
    all.complete(Collections.unmodifiableMap(results));
  }
}

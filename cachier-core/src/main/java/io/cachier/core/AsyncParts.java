package io.cachier.core;

import org.jspecify.annotations.Nullable;

/**
 * What the asynchronous calls of one function share.
 *
 * @param pipeline the way of synchronous calls, and how they judge
 * @param refresher computes anew, in the background, what was served
 */
record AsyncParts<A extends @Nullable Object, R extends @Nullable Object>(
    CallPipeline<A, R> pipeline,
    EntryStore store,
    SingleFlight flights,
    AsyncComputation<A, R> computation,
    GuardedExecutor executor,
    LaterRefresh<A> refresher) {
  /** Puts a refresh in line. */
  interface LaterRefresh<A extends @Nullable Object> {
    void submit(A argument, Object key, Call served);
  }

  Computation<A, R> rules() {
    return pipeline.computation();
  }

  Freshness freshness() {
    return pipeline.freshness();
  }

  CallLedger ledger() {
    return pipeline.ledger();
  }
}

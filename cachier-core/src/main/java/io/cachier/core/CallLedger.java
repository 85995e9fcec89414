package io.cachier.core;

import io.cachier.core.metrics.MetricsRecorder;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.ComputeResult;
import io.cachier.metrics.Outcome;
import io.cachier.metrics.WaitResult;
import io.cachier.spi.CacheEntry;
import io.cachier.spi.Ticker;

/** Writes down what became of a call: one outcome each, and by the call's own draw. */
record CallLedger(MetricsRecorder recorder, Ticker ticker) {
  void hit(Call call, CacheEntry entry) {
    served(Outcome.HIT, call, entry, entry.computeNanos());
  }

  void servedStale(Call call, CacheEntry entry) {
    served(Outcome.STALE, call, entry, entry.computeNanos());
  }

  void coalesced(Call call, CacheEntry entry) {
    served(Outcome.COALESCED, call, entry, 0);
  }

  private void served(Outcome outcome, Call call, CacheEntry entry, long savedNanos) {
    if (call.sampled()) {
      recorder.served(outcome, call.startNanos(), ticker.nanos(), savedNanos, entry.writtenNanos());
    }
  }

  void outcome(Outcome outcome, Call call) {
    if (call.sampled()) {
      recorder.call(outcome, call.startNanos(), ticker.nanos());
    }
  }

  /** A call that ended in an exception: never sampled away. */
  void failed(Call call) {
    recorder.call(Outcome.ERROR, call.startNanos(), ticker.nanos());
  }

  void foundStale(Call call) {
    if (call.sampled()) {
      recorder.count(CacheCounter.STALE_FOUND);
    }
  }

  /** The function is about to run; returns the time, for {@link #runEnded}. */
  long runBegins() {
    long startNanos = ticker.nanos();
    recorder.runBegan();
    return startNanos;
  }

  /** The function ran: a run that failed is never sampled away. Returns the time. */
  long runEnded(Call call, ComputeResult result, long startNanos) {
    recorder.runEnded();
    long endNanos = ticker.nanos();
    if (call.sampled() || result == ComputeResult.ERROR) {
      recorder.computed(call.trigger(), result, startNanos, endNanos);
    }
    return endNanos;
  }

  /** The call is about to wait; returns the time, for {@link #waitEnded}. */
  long waitBegins() {
    long startNanos = ticker.nanos();
    recorder.waitBegan();
    return startNanos;
  }

  /** The call waited: a wait that led to nothing good is never sampled away. */
  void waitEnded(Call call, WaitResult result, long startNanos) {
    recorder.waitEnded();
    boolean goesOn = result == WaitResult.SERVED || result == WaitResult.ABANDONED;
    if (call.sampled() || !goesOn) {
      recorder.waited(result, startNanos, ticker.nanos());
    }
  }

  /** What had begun was no wait. */
  void waitForgotten() {
    recorder.waitEnded();
  }
}

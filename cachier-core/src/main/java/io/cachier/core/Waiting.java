package io.cachier.core;

import io.cachier.metrics.WaitResult;

/**
 * One call's wait for another caller's computation, in this process or another: counted while it
 * lasts, and timed once, when it is known what it came to. Waiting for another process may take
 * several looks at the backend; together they are one wait. Used by the calling thread alone.
 */
final class Waiting implements AutoCloseable {
  private final CallLedger ledger;
  private final Call call;
  private boolean lasts;
  private long startNanos;

  Waiting(CallLedger ledger, Call call) {
    this.ledger = ledger;
    this.call = call;
  }

  /** The call is about to wait; nothing if it has already waited. */
  void begin() {
    if (!lasts) {
      startNanos = ledger.waitBegins();
      lasts = true;
    }
  }

  /** What the wait came to; nothing if there was none. */
  void end(WaitResult result) {
    if (lasts) {
      lasts = false;
      ledger.waitEnded(call, result, startNanos);
    }
  }

  /** The time to wait was over, if there was any. */
  void ranOut() {
    begin();
    end(WaitResult.TIMEOUT);
  }

  /** It was no wait after all. */
  void forget() {
    if (lasts) {
      lasts = false;
      ledger.waitForgotten();
    }
  }

  /** Ends what still lasts: the call goes on by itself. */
  @Override
  public void close() {
    end(WaitResult.ABANDONED);
  }
}

package io.cachier.core;

import io.cachier.ReentrantCallException;
import io.cachier.metrics.CacheCounter;
import io.cachier.spi.CacheEntry;
import org.jspecify.annotations.Nullable;

/**
 * Serves a stale value in place of the function's exception, where the policy allows it, and tells
 * of it: the caller learns nothing of the failure. Blocks nobody; thread-safe.
 */
final class StaleIfError {
  private static final System.Logger LOGGER = System.getLogger(StaleIfError.class.getName());

  private final String name;
  private final Freshness freshness;
  private final CallLedger ledger;
  private final RateLimitedLog log;

  StaleIfError(String name, Freshness freshness, CallLedger ledger) {
    this.name = name;
    this.freshness = freshness;
    this.ledger = ledger;
    this.log = new RateLimitedLog(LOGGER, ledger.ticker());
  }

  /**
   * Whether a failure of the function may be kept from a caller. Asked on the thread on which the
   * function failed, or on that of a caller who waited for it.
   */
  boolean mayHide(Throwable failure, Call call) {
    return freshness.errorCeilingNanos() != Freshness.NEVER
        && call.maxAgeNanos() == Freshness.UNLIMITED
        && failure instanceof Exception
        // Whoever interrupts wants an end, not a value. A circle is an error of the program.
        && !(failure instanceof InterruptedException)
        && !Thread.currentThread().isInterrupted()
        && !(failure instanceof ReentrantCallException);
  }

  /**
   * Serves what stands, and records it: the call's outcome is then known.
   *
   * @param failure one that {@linkplain #mayHide may be hidden}
   * @param standing what is stored now, as far as it is known
   * @return that entry, or null if there is none or it is too old: then the caller gets the failure
   */
  @Nullable CacheEntry insteadOf(Throwable failure, @Nullable CacheEntry standing, Call call) {
    long nowNanos = ledger.ticker().nanos();
    if (standing == null || !freshness.isServedOnError(standing, nowNanos, call.maxAgeNanos())) {
      return null;
    }
    ledger.recorder().count(CacheCounter.SUPPRESSED_FAILURES);
    // Its message stays out: it is the function's, and may tell of the arguments.
    log.warn(
        () ->
            "Function '"
                + name
                + "' failed: "
                + failure.getClass().getName()
                + "; its stale value is served in place of the exception until its ceiling");
    call.tell("the stale value is served in place of the exception");
    ledger.servedStale(call, standing);
    return standing;
  }
}

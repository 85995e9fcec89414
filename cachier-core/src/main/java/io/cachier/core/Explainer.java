package io.cachier.core;

import io.cachier.CallOptions;
import io.cachier.Explanation;
import io.cachier.Explanation.Verdict;
import io.cachier.spi.CacheEntry;
import io.cachier.spi.Ticker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a call would do, by the same {@link Freshness} that calls ask, and does none of it.
 */
final class Explainer<A extends @Nullable Object> {
  private final String name;
  private final Keying<A> keying;
  private final EntryStore store;
  private final @Nullable NearHits<A> near;
  private final SingleFlight flights;
  private final Ticker ticker;
  private final Story story;

  Explainer(
      FunctionParts<A, ?> parts,
      EntryStore store,
      SingleFlight flights,
      Ticker ticker,
      Story story) {
    this.name = parts.name();
    this.keying = parts.keying();
    this.store = store;
    this.near = parts.near();
    this.flights = flights;
    this.ticker = ticker;
    this.story = story;
  }

  Explanation explain(A argument, CallOptions options, boolean usesCache) {
    List<String> steps = new ArrayList<>();
    Verdict verdict = tell(argument, options, usesCache, steps);
    steps.removeIf(String::isEmpty);
    return new Explanation(name, verdict, steps);
  }

  private Verdict tell(A argument, CallOptions options, boolean usesCache, List<String> steps) {
    if (!usesCache || options.access() != CallOptions.Access.READ_WRITE) {
      steps.add(story.bypassed(options, usesCache));
      return Verdict.BYPASS;
    }
    Object key;
    try {
      key = keying.keyOf(argument);
    } catch (RuntimeException e) {
      // As a call would: the argument's own code failed, or has no stable key.
      steps.add(story.unkeyable(e));
      return Verdict.BYPASS;
    }
    steps.add(story.keyed(key));
    if (near != null) {
      long nowNanos = ticker.nanos();
      Near kept = near.find(argument, nowNanos, CallPipeline.maxAgeNanos(options));
      steps.add(story.near(kept, nowNanos));
      if (kept != null) {
        steps.add(story.early(kept.key(), kept.entry(), nowNanos));
        return Verdict.HIT;
      }
    }
    return lookedUp(key, CallPipeline.maxAgeNanos(options), steps);
  }

  private Verdict lookedUp(Object key, long maxAgeNanos, List<String> steps) {
    long nowNanos = ticker.nanos();
    EntryStore.Peeked peeked = store.peek(key);
    CacheEntry entry = peeked.entry();
    steps.add(story.found(entry, peeked.problem(), nowNanos));
    if (entry != null) {
      steps.add(story.judged(key, entry, nowNanos, maxAgeNanos));
    }
    Freshness freshness = story.freshness();
    Decision decision = freshness.decide(key, entry, nowNanos, maxAgeNanos, Peer.NONE);
    steps.add(story.decided(decision, entry, maxAgeNanos));
    if (decision == Decision.HIT && entry != null) {
      steps.add(story.early(key, entry, nowNanos));
      return Verdict.HIT;
    }
    if (decision == Decision.SERVE_STALE) {
      return Verdict.SERVE_STALE;
    }
    boolean waits =
        (peeked.claimed() || flights.isFlying(key))
            && freshness.decide(key, entry, nowNanos, maxAgeNanos, Peer.COMPUTING)
                == Decision.AWAIT_OTHER;
    if (waits) {
      steps.add(story.waits());
    }
    steps.add(story.onError(entry, maxAgeNanos));
    return waits ? Verdict.WAIT : Verdict.COMPUTE;
  }
}

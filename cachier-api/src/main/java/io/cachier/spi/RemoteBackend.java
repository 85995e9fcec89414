package io.cachier.spi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Bytes under {@link EntryKey}s, outside this process and shared with others. Knows no policy, no
 * types and no metrics. Thread-safe.
 *
 * <p>Every operation answers by a stage; a failure completes the stage exceptionally (throwing from
 * the method itself is tolerated). The engine bounds every operation by its own timeout, and turns
 * every failure into a miss; a backend needs no fallback of its own. A backend whose operations are
 * short may complete stages on the calling thread.
 *
 * <p><b>Claims.</b> A key has at most one newest claim. {@link #claim} grants one when none stands
 * whose lease still runs. The claim that was granted last stays the newest, even after its lease
 * ran out, until it is released, replaced by a newer one, or ended by {@link #store}, {@link
 * #remove}, {@link #clear} or {@link #clearClaims}. {@link #store} with a token is accepted only
 * while that token's claim is the newest: so a holder that slept past its lease can't overwrite
 * what a later holder wrote, and a computation that began before a removal can't bring the removed
 * value back. Claiming, renewing and releasing never touch the stored value or its age. A backend
 * may forget a claim some time after its lease ran out; its token is then refused.
 *
 * <p><b>Failures.</b> The message of a failure is written to the log: it must tell what to do, and
 * hold no password, no value and no key content.
 *
 * <p><b>Time.</b> Ages and leases are measured by the backend's own clock; clocks of two machines
 * are never compared.
 *
 * <p>The rules that these sentences stand for are numbered in {@code docs/semantics.md}, and tested
 * by {@code RemoteBackendContract} in cachier-tck.
 */
public non-sealed interface RemoteBackend extends Backend {
  /** The token of a {@link #store} that needs no claim. */
  long UNFENCED = 0;

  /**
   * Looks a key up.
   *
   * @param key the key
   * @return what is stored, its age, and whether it is being computed
   */
  CompletionStage<Lookup> lookup(EntryKey key);

  /**
   * Asks to be the one who computes a key. Atomic.
   *
   * @param key the key
   * @param owner who asks, for a person to read; not compared
   * @param lease how long the claim stands without renewal, positive
   * @return the claim, or who holds it
   */
  CompletionStage<Claim> claim(EntryKey key, String owner, Duration lease);

  /**
   * Makes a claim stand for another lease from now.
   *
   * @param key the key
   * @param token the claim's token
   * @param lease how long from now, positive
   * @return whether the claim is still the newest
   */
  CompletionStage<Boolean> renew(EntryKey key, long token, Duration lease);

  /**
   * Ends a claim without storing anything, and wakes those who wait for it.
   *
   * @param key the key
   * @param token the claim's token
   * @return whether the claim was still the newest; if not, nothing happened
   */
  CompletionStage<Boolean> release(EntryKey key, long token);

  /**
   * Writes a payload, ends the key's claim and wakes those who wait for it, in one step.
   *
   * @param key the key
   * @param payload the bytes; not changed by anyone afterwards
   * @param token the claim's token: refused unless its claim is the newest. {@link #UNFENCED}:
   *     always accepted, and whoever holds a claim loses it
   * @param retention how long the entry must be kept at least; the backend may drop it after that.
   *     Empty: for ever
   * @return whether it was written
   */
  CompletionStage<Boolean> store(
      EntryKey key, byte[] payload, long token, Optional<Duration> retention);

  /**
   * Waits until no live claim stands on a key: it was released, replaced by a value, or its lease
   * ran out. Waking early is allowed, being woken late by more than 100 ms is not.
   *
   * @param key the key
   * @param atMost when to wake at the latest
   * @return completes with null; cancelling it ends the wait
   */
  CompletionStage<Void> awaitSettled(EntryKey key, Duration atMost);

  /**
   * Removes an entry and ends its claim.
   *
   * @param key the key
   * @return whether there was an entry
   */
  CompletionStage<Boolean> remove(EntryKey key);

  /**
   * Removes all entries of a function and ends its claims. Must not block the server for others.
   *
   * @param function the function's name
   * @return how many entries
   */
  CompletionStage<Long> clear(String function);

  /**
   * Ends all claims of a function; entries stay.
   *
   * @param function the function's name
   * @return how many live claims
   */
  CompletionStage<Long> clearClaims(String function);

  /**
   * Removes the entries of a function that are older than this. Claims stand.
   *
   * @param function the function's name
   * @param age zero or more
   * @return how many entries
   */
  CompletionStage<Long> removeOlderThan(String function, Duration age);

  /**
   * Lists the entries of a function, as far as they stay while it is listed. Honours backpressure.
   *
   * @param function the function's name
   * @return a publisher that can be subscribed to once or more
   */
  Flow.Publisher<EntryInfo> entries(String function);

  /**
   * How much a function has stored.
   *
   * @param function the function's name
   * @return the figures that are known
   */
  CompletionStage<Usage> usage(String function);

  /**
   * Begins to tell what any client does to the entries of a function. Doesn't block and doesn't
   * wait for a server: what can only be known of one that answers is told to the listener. While a
   * connection that told changes is lost, another is tried for; a connection that has silently gone
   * dead is noticed, and {@link ChangeListener#lost} told, within 10 seconds.
   *
   * @param function the function's name
   * @param listener hears of it; may be told before this returns
   * @return the watch; empty, the default: this backend tells no changes
   */
  default Optional<ChangeWatch> watch(String function, ChangeListener listener) {
    return Optional.empty();
  }

  /**
   * The largest payload that fits. A larger one is not sent: it counts as turned away for its size.
   * Doesn't block.
   *
   * @return bytes; by default as many as there can be
   */
  default long largestPayloadBytes() {
    return Long.MAX_VALUE;
  }

  /**
   * The backend's figures about itself: its pool, its server. Doesn't block.
   *
   * @return the gauges of now; empty by default
   */
  default List<Gauge> gauges() {
    return List.of();
  }

  /**
   * Where a function's entries are, for a person to read; no credentials.
   *
   * @param function the function's name
   * @return the place; empty by default
   */
  default Optional<String> location(String function) {
    return Optional.empty();
  }
}

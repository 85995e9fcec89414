package io.cachier.core;

import io.cachier.metrics.ComputeTrigger;
import io.cachier.spi.CacheEntry;
import org.jspecify.annotations.Nullable;

/**
 * What one call knows so far. Used by the calling thread alone; made only when a call is not a
 * plain local hit.
 */
final class Call {
  private final boolean sampled;
  private final long startNanos;
  private final long maxAgeNanos;

  /** Whether the function runs whatever is stored. */
  private final boolean forced;

  private @Nullable CacheEntry found;
  private long version;
  private boolean backendSilent;
  private @Nullable String label;
  private @Nullable Object liveKey;
  private @Nullable Narration narration;

  Call(boolean sampled, long startNanos, long maxAgeNanos) {
    this(sampled, startNanos, maxAgeNanos, maxAgeNanos < 0);
  }

  private Call(boolean sampled, long startNanos, long maxAgeNanos, boolean forced) {
    this.sampled = sampled;
    this.startNanos = startNanos;
    this.maxAgeNanos = maxAgeNanos;
    this.forced = forced;
  }

  /** A call that does not ask what is stored. */
  static Call bypassing(boolean sampled, long startNanos) {
    return new Call(sampled, startNanos, Freshness.UNLIMITED, true);
  }

  /** The call that computes anew, in the background, what this call served stale. */
  Call inBackground(boolean itsSampled, long itsStartNanos) {
    Call refresh = new Call(itsSampled, itsStartNanos, Freshness.UNLIMITED);
    refresh.saw(found, version);
    return refresh;
  }

  boolean sampled() {
    return sampled;
  }

  long startNanos() {
    return startNanos;
  }

  long maxAgeNanos() {
    return maxAgeNanos;
  }

  /** What the last look-up found. */
  @Nullable CacheEntry found() {
    return found;
  }

  /** Why the function runs, if it does: by what the last look-up found. */
  ComputeTrigger trigger() {
    if (forced) {
      return ComputeTrigger.FORCED;
    }
    return found == null ? ComputeTrigger.MISS : ComputeTrigger.STALE;
  }

  /** The version of what the last look-up found, on a remote backend; 0: nothing. */
  long version() {
    return version;
  }

  void saw(@Nullable CacheEntry entry, long itsVersion) {
    this.found = entry;
    this.version = itsVersion;
  }

  void tellTo(@Nullable Narration itsNarration) {
    this.narration = itsNarration;
  }

  /** Whether anybody is told what becomes of this call; else no sentence need be made. */
  boolean isTold() {
    return narration != null;
  }

  void tell(String step) {
    if (narration != null && !step.isEmpty()) {
      narration.tell(step);
    }
  }

  /** The readable key to store with the result; null: none. */
  @Nullable String label() {
    return label;
  }

  void label(@Nullable String readableKey) {
    this.label = readableKey;
  }

  /** The key in the near cache; null: there is none. */
  @Nullable Object liveKey() {
    return liveKey;
  }

  void liveKey(@Nullable Object itsLiveKey) {
    this.liveKey = itsLiveKey;
  }

  /** Whether the backend has failed in this call: then nothing more of it is waited for. */
  boolean backendSilent() {
    return backendSilent;
  }

  void noteBackendSilent() {
    backendSilent = true;
  }

  /**
   * The moment at which an entry's age is judged: now, but for an entry that was written while this
   * call waited, its beginning. So a value that was computed for this call is never too old for it,
   * however short the shelf life.
   */
  long judgedAtNanos(CacheEntry entry, long nowNanos) {
    return entry.writtenNanos() - startNanos >= 0 ? startNanos : nowNanos;
  }
}

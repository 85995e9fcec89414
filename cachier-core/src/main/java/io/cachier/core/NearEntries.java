package io.cachier.core;

import io.cachier.NearCache;
import io.cachier.spi.CacheEntry;
import io.cachier.spi.ChangeListener;
import io.cachier.spi.EntryKey;
import io.cachier.spi.LocalBackend;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The near cache of one function: entries of a remote backend, live and under live keys, in a
 * bounded store of this process. Thread-safe.
 *
 * <p>Nothing is searched for when a change is told. Every key belongs to a stripe, and an entry is
 * good only while the stamp of its stripe is what it was before its look-up was sent, and the
 * generation of the whole is what it was. So a change outdates at once what is kept and what is on
 * its way here: there is no moment at which an old value could slip in. Now and then it takes
 * another entry of its stripe along. What is outdated goes when it is met, replaced or evicted.
 */
final class NearEntries implements ChangeListener {
  private static final System.Logger LOGGER = System.getLogger(NearEntries.class.getName());

  private static final int LEAST_STRIPES = 64;

  /** Two megabytes of stamps. */
  private static final int MOST_STRIPES = 1 << 18;

  /** The generation while changes may be missed. */
  private static final long UNTRUSTED = 0;

  private final String function;
  private final LocalBackend store;
  private final Freshness freshness;
  private final NearCache settings;
  private final long ttlNanos;
  private final AtomicLongArray stamps;
  private final Object lock = new Object();
  private long lastGeneration = UNTRUSTED;
  private volatile long generation = UNTRUSTED;

  /** The generation that the store was last emptied for. */
  private final AtomicLong emptied = new AtomicLong(UNTRUSTED);

  NearEntries(String function, LocalBackend store, NearCache settings, Freshness freshness) {
    this.function = function;
    this.store = store;
    this.settings = settings;
    this.freshness = freshness;
    this.ttlNanos = settings.ttl().toNanos();
    long wanted = Math.max(LEAST_STRIPES, Math.min(MOST_STRIPES, 2 * settings.maximumEntries()));
    this.stamps = new AtomicLongArray(Integer.highestOneBit((int) wanted));
  }

  /**
   * What a call is served without asking the backend; null: nothing. What is too old for the call
   * is not told of: it may have been replaced at the backend. Allocates nothing.
   */
  @Nullable Near get(Object liveKey, long nowNanos, long maxAgeNanos) {
    CacheEntry kept = store.get(liveKey);
    return kept != null
            && kept.value() instanceof Near near
            && isGood(near.ticket(), nowNanos)
            && isHit(near.key(), near.entry(), nowNanos, maxAgeNanos)
        ? near
        : null;
  }

  private boolean isHit(EntryKey key, CacheEntry entry, long nowNanos, long maxAgeNanos) {
    return freshness.decide(key, entry, nowNanos, maxAgeNanos, Peer.NONE) == Decision.HIT;
  }

  private boolean isGood(Near.Ticket ticket, long nowNanos) {
    return ticket.generation() == generation
        && ticket.stamp() == stamps.get(ticket.stripe())
        && nowNanos - ticket.sentNanos() <= ttlNanos;
  }

  /** For a look-up that is about to be sent; null: its answer can't be kept. */
  Near.@Nullable Ticket ticket(EntryKey key, long nowNanos) {
    long now = generation;
    dropOutdated(now);
    if (now == UNTRUSTED) {
      return null;
    }
    int stripe = stripe(key);
    return new Near.Ticket(now, stripe, stamps.get(stripe), nowNanos);
  }

  /** Keeps what a look-up found, if it is of use to anybody. */
  void keep(Object liveKey, Near near) {
    if (!isHit(near.key(), near.entry(), near.ticket().sentNanos(), Freshness.UNLIMITED)) {
      return;
    }
    store.put(liveKey, new CacheEntry(near, near.entry().writtenNanos(), 0, -1));
  }

  /** All that is kept is of no use any more: frees it, on the thread of a call that must wait. */
  private void dropOutdated(long now) {
    long before = emptied.get();
    if (before != now && emptied.compareAndSet(before, now)) {
      store.clear();
    }
  }

  private int stripe(EntryKey key) {
    return key.hashCode() & (stamps.length() - 1);
  }

  /** How many entries are kept, outdated ones among them. */
  long size() {
    return emptied.get() == generation ? store.size() : 0;
  }

  @Override
  public void connected() {
    begin(true);
  }

  @Override
  public void lost() {
    begin(false);
  }

  private void begin(boolean trusted) {
    synchronized (lock) {
      generation = trusted ? ++lastGeneration : UNTRUSTED;
    }
  }

  @Override
  public void changed(EntryKey key) {
    stamps.incrementAndGet(stripe(key));
  }

  @Override
  public void cleared() {
    synchronized (lock) {
      if (generation != UNTRUSTED) {
        generation = ++lastGeneration;
      }
    }
  }

  /** From now on the time alone decides. */
  @Override
  public void unsupported(String reason) {
    LOGGER.log(
        System.Logger.Level.WARNING,
        () ->
            "Function '"
                + function
                + "': the backend can't tell of changes ("
                + reason
                + "); "
                + byTimeAlone());
    begin(true);
  }

  /** The backend tells no changes, as it said at once. */
  void goByTimeAlone(String backend) {
    LOGGER.log(
        System.Logger.Level.INFO,
        () ->
            "Function '"
                + function
                + "': backend '"
                + backend
                + "' tells of no changes; "
                + byTimeAlone());
    begin(true);
  }

  private String byTimeAlone() {
    return "its near cache may serve what another process has replaced or removed for up to "
        + settings.ttl();
  }

  void close() {
    lost();
    store.close();
  }
}

package io.cachier.tck;

import io.cachier.spi.ChangeListener;
import io.cachier.spi.EntryKey;
import io.cachier.spi.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What all clients of the reference backend share: the server, as it were. Every access holds its
 * monitor; that makes every operation atomic and is all the concurrency control there is.
 */
final class ReferenceStore {
  private static final Map<String, ReferenceStore> BY_NAME = new ConcurrentHashMap<>();

  /** What is known of one key: an entry, a claim, both, or what is left of them. */
  static final class Slot {
    byte @Nullable [] payload;
    long storedNanos;
    long version;

    /** The newest claim's token; 0 when it has ended. */
    long token;

    long leaseEndNanos;
  }

  private final Map<String, Map<EntryKey, Slot>> slots = new TreeMap<>();
  private final Map<String, Set<ChangeListener>> listeners = new ConcurrentHashMap<>();
  private final Ticker ticker;
  private long lastNumber;

  ReferenceStore(Ticker ticker) {
    this.ticker = ticker;
  }

  static ReferenceStore named(String name) {
    return BY_NAME.computeIfAbsent(name, n -> new ReferenceStore(Ticker.system()));
  }

  long now() {
    return ticker.nanos();
  }

  /** Numbers are never given twice, so that tokens and versions outlive what they were given to. */
  long nextNumber() {
    return ++lastNumber;
  }

  Set<String> functions() {
    return Set.copyOf(slots.keySet());
  }

  Map<EntryKey, Slot> function(String name) {
    return slots.computeIfAbsent(name, n -> new ConcurrentHashMap<>());
  }

  Slot slot(EntryKey key) {
    return function(key.function()).computeIfAbsent(key, k -> new Slot());
  }

  boolean claimed(Slot slot) {
    return slot.token != 0 && slot.leaseEndNanos - now() > 0;
  }

  long grant(Slot slot, Duration lease) {
    slot.token = nextNumber();
    slot.leaseEndNanos = now() + lease.toNanos();
    return slot.token;
  }

  void write(Slot slot, byte[] payload) {
    slot.payload = payload.clone();
    slot.storedNanos = now();
    slot.version = nextNumber();
    slot.token = 0;
  }

  void listen(String function, ChangeListener listener) {
    listeners.computeIfAbsent(function, f -> ConcurrentHashMap.newKeySet()).add(listener);
  }

  void unlisten(String function, ChangeListener listener) {
    listeners.getOrDefault(function, Set.of()).remove(listener);
  }

  /** Tells all who listen, of every client. */
  void tell(String function, Consumer<ChangeListener> change) {
    listeners.getOrDefault(function, Set.of()).forEach(change);
  }

  /** Removes the entries that the condition holds for; claims stay. */
  long removeEntries(String function, BiPredicate<EntryKey, Slot> condition) {
    long removed = 0;
    for (Map.Entry<EntryKey, Slot> entry : function(function).entrySet()) {
      Slot slot = entry.getValue();
      if (slot.payload != null && condition.test(entry.getKey(), slot)) {
        slot.payload = null;
        slot.version = 0;
        removed++;
      }
    }
    return removed;
  }

  long endClaims(String function) {
    long live = 0;
    for (Slot slot : function(function).values()) {
      live += claimed(slot) ? 1 : 0;
      slot.token = 0;
    }
    return live;
  }
}

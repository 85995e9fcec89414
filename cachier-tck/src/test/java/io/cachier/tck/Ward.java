package io.cachier.tck;

import io.cachier.spi.EntryKey;
import io.cachier.tck.ReferenceStore.Slot;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** One store under a clock of its own, and what the clients of a broken backend share beside it. */
final class Ward {
  final FakeTicker ticker = new FakeTicker();
  final ReferenceStore store = new ReferenceStore(ticker);

  /** Notes of a broken backend, by whatever it takes them. */
  final Map<Object, Object> notes = new ConcurrentHashMap<>();

  final AtomicInteger clients = new AtomicInteger();

  Slot slot(EntryKey key) {
    synchronized (store) {
      return store.slot(key);
    }
  }

  /** A claim that nobody asked for and whose token nobody knows. */
  void forceClaim(EntryKey key) {
    synchronized (store) {
      store.grant(store.slot(key), Duration.ofMinutes(1));
    }
  }
}

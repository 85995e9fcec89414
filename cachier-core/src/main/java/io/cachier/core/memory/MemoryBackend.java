package io.cachier.core.memory;

import io.cachier.spi.CacheEntry;
import io.cachier.spi.LocalBackend;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A concurrent map and a running total of its sizes. The total is right because whoever takes an
 * entry out of the map, and nobody else, subtracts it.
 */
final class MemoryBackend implements LocalBackend {
  private final ConcurrentHashMap<Object, CacheEntry> entries = new ConcurrentHashMap<>();
  private final LongAdder measuredBytes = new LongAdder();
  private final LongAdder unmeasuredEntries = new LongAdder();

  @Override
  public @Nullable CacheEntry get(Object key) {
    return entries.get(key);
  }

  @Override
  public void put(Object key, CacheEntry entry) {
    added(entry);
    CacheEntry replaced = entries.put(key, entry);
    if (replaced != null) {
      takenOut(replaced);
    }
  }

  @Override
  public boolean remove(Object key) {
    CacheEntry removed = entries.remove(key);
    if (removed == null) {
      return false;
    }
    takenOut(removed);
    return true;
  }

  @Override
  public long clear() {
    return removeIf(entry -> true);
  }

  @Override
  public long removeWrittenBefore(long writtenNanos) {
    // By difference: the ticker's nanoseconds may wrap around.
    return removeIf(entry -> entry.writtenNanos() - writtenNanos < 0);
  }

  @Override
  public Stream<Map.Entry<Object, CacheEntry>> entries() {
    return entries.entrySet().stream();
  }

  @Override
  public long size() {
    return entries.mappingCount();
  }

  @Override
  public OptionalLong sizeBytes() {
    return unmeasuredEntries.sum() == 0
        ? OptionalLong.of(measuredBytes.sum())
        : OptionalLong.empty();
  }

  @Override
  public void close() {
    clear();
  }

  /**
   * Removes under the map's own lock of each key: a conditional {@code remove(key, entry)} would
   * compare entries, and so call the {@code equals} of the user's values.
   */
  private long removeIf(Predicate<CacheEntry> condition) {
    LongAdder removed = new LongAdder();
    for (Object key : entries.keySet()) {
      entries.computeIfPresent(
          key,
          (sameKey, entry) -> {
            if (!condition.test(entry)) {
              return entry;
            }
            takenOut(entry);
            removed.increment();
            return null;
          });
    }
    return removed.sum();
  }

  private void added(CacheEntry entry) {
    if (entry.sizeBytes() < 0) {
      unmeasuredEntries.increment();
    } else {
      measuredBytes.add(entry.sizeBytes());
    }
  }

  private void takenOut(CacheEntry entry) {
    if (entry.sizeBytes() < 0) {
      unmeasuredEntries.decrement();
    } else {
      measuredBytes.add(-entry.sizeBytes());
    }
  }
}

package io.cachier.backend.caffeine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.cachier.spi.CacheEntry;
import io.cachier.spi.LocalBackend;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Caffeine cache and a running total of its sizes. The total is right because whoever takes an
 * entry out, and nobody else, subtracts it: the caller of a method here, or Caffeine's eviction.
 */
final class CaffeineBackend implements LocalBackend {
  private final Cache<Object, CacheEntry> cache;
  private final ConcurrentMap<Object, CacheEntry> entries;
  private final Runnable evicted;
  private final LongAdder measuredBytes = new LongAdder();
  private final LongAdder unmeasuredEntries = new LongAdder();

  CaffeineBackend(Caffeine<Object, Object> builder, Runnable evicted) {
    this.evicted = evicted;
    this.cache =
        builder
            // On the thread that writes: evictions are short, and wait for no pool.
            .executor(Runnable::run)
            .evictionListener(this::noteEvicted)
            .build();
    this.entries = cache.asMap();
  }

  /**
   * What an entry weighs towards a bound of bytes. Caffeine counts up to two billion a single
   * entry; one that was not measured weighs a byte, so that its number is bounded at least.
   */
  static int weightOf(Object key, Object entry) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, ((CacheEntry) entry).sizeBytes()));
  }

  private void noteEvicted(@Nullable Object key, @Nullable CacheEntry entry, RemovalCause cause) {
    if (entry != null) {
      takenOut(entry);
      evicted.run();
    }
  }

  @Override
  public @Nullable CacheEntry get(Object key) {
    return cache.getIfPresent(key);
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
    return cache.estimatedSize();
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

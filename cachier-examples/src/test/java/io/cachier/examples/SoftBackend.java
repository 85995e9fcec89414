package io.cachier.examples;

import io.cachier.spi.CacheEntry;
import io.cachier.spi.LocalBackend;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Entries of one function, which the garbage collector may take when memory is short. */
final class SoftBackend implements LocalBackend {
  private final ConcurrentHashMap<Object, SoftReference<CacheEntry>> references =
      new ConcurrentHashMap<>();

  @Override
  public @Nullable CacheEntry get(Object key) {
    SoftReference<CacheEntry> reference = references.get(key);
    return reference == null ? null : reference.get();
  }

  @Override
  public void put(Object key, CacheEntry entry) {
    references.put(key, new SoftReference<>(entry));
  }

  @Override
  public boolean remove(Object key) {
    SoftReference<CacheEntry> removed = references.remove(key);
    return removed != null && removed.get() != null;
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

  private long removeIf(Predicate<CacheEntry> condition) {
    long removed = 0;
    for (Map.Entry<Object, SoftReference<CacheEntry>> each : references.entrySet()) {
      CacheEntry entry = each.getValue().get();
      boolean chosen = entry == null || condition.test(entry);
      // Of the references themselves: one that was put meanwhile stays.
      if (chosen && references.remove(each.getKey(), each.getValue()) && entry != null) {
        removed++;
      }
    }
    return removed;
  }

  @Override
  public Stream<Map.Entry<Object, CacheEntry>> entries() {
    return references.entrySet().stream()
        .flatMap(
            each ->
                Stream.ofNullable(each.getValue().get())
                    .map(entry -> Map.entry(each.getKey(), entry)));
  }

  @Override
  public long size() {
    return entries().count();
  }

  @Override
  public OptionalLong sizeBytes() {
    // One that was not measured makes the sum unknown: a wrong number would be worse.
    long[] sizes = entries().mapToLong(each -> each.getValue().sizeBytes()).toArray();
    long sum = 0;
    for (long size : sizes) {
      if (size < 0) {
        return OptionalLong.empty();
      }
      sum += size;
    }
    return OptionalLong.of(sum);
  }

  @Override
  public void close() {
    references.clear();
  }
}

package io.cachier.spi;

import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Entries of one function in this process: live values under live keys. Knows no policy.
 * Thread-safe; methods don't block on anything outside the process.
 *
 * <p>The engine makes one for each function, computes at most one value a key at a time, and orders
 * its writes; an implementation needs no more than a concurrent map does.
 */
public non-sealed interface LocalBackend extends Backend {
  /**
   * Looks an entry up. Allocates nothing on a hit.
   *
   * @param key compared by {@code equals}
   * @return the entry, or null
   */
  @Nullable CacheEntry get(Object key);

  /**
   * Stores an entry over whatever is there.
   *
   * @param key compared by {@code equals}
   * @param entry the entry
   */
  void put(Object key, CacheEntry entry);

  /**
   * Removes an entry.
   *
   * @param key compared by {@code equals}
   * @return whether there was one
   */
  boolean remove(Object key);

  /**
   * Removes all entries.
   *
   * @return how many
   */
  long clear();

  /**
   * Removes the entries written before a moment.
   *
   * @param writtenNanos the moment, by the ticker
   * @return how many
   */
  long removeWrittenBefore(long writtenNanos);

  /**
   * Lists the entries, as far as they stay while they are listed; each at most once.
   *
   * @return a stream of keys and entries, for one thread; removing what it lists while it is read
   *     is allowed
   */
  Stream<Map.Entry<Object, CacheEntry>> entries();

  /**
   * How many entries there are.
   *
   * @return zero or more; may lag behind concurrent writes
   */
  long size();

  /**
   * The sum of the entries' measured sizes.
   *
   * @return bytes; empty if some entry was not measured
   */
  OptionalLong sizeBytes();
}

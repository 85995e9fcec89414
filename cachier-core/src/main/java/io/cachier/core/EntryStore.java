package io.cachier.core;

import io.cachier.CacheEntryView;
import io.cachier.core.metrics.UsageSource;
import io.cachier.spi.CacheEntry;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where one function's entries are, as a call sees it: the same steps over a local and a remote
 * backend. Nothing here throws what a backend threw, but for the methods that say so.
 */
sealed interface EntryStore permits LocalStore, RemoteStore, NearStore {
  /** The backend's name. */
  String backendName();

  /** Where the entries are, for a person to read. */
  Optional<String> location();

  /** Looks up, and notes in the call what was seen. */
  @Nullable CacheEntry find(Object key, Call call);

  /** As {@link #find}, for a call's first look: a near cache may answer it. */
  default @Nullable CacheEntry findFirst(Object key, Call call) {
    return find(key, call);
  }

  /** Looks without leaving a trace in figures; for people. */
  Peeked peek(Object key);

  /**
   * What a look told.
   *
   * @param entry what is stored and can be read; null: nothing
   * @param claimed whether somebody is seen to compute it
   * @param problem why an answer or an entry could not be had; null: nothing is wrong
   */
  record Peeked(@Nullable CacheEntry entry, boolean claimed, @Nullable String problem) {}

  /** Asks for the right to compute. */
  Grip seize(Object key, Call call);

  /** Gives the right back without a value. */
  void release(Object key, Grip grip, Call call);

  /** Keeps the right alive while the function runs; close it when it has. */
  Renewal renewing(Object key, Grip grip);

  /** Waits until another process may have finished. */
  void awaitSettled(Object key, Call call, long atMostNanos) throws InterruptedException;

  /** As {@link #find}, without waiting. */
  Asked<@Nullable CacheEntry> finding(Object key, Call call);

  /** As {@link #findFirst}, without waiting. */
  default Asked<@Nullable CacheEntry> findingFirst(Object key, Call call) {
    return finding(key, call);
  }

  /** As {@link #seize}, without waiting. */
  Asked<Grip> seizing(Object key, Call call);

  /** As {@link #awaitSettled}, without a thread. */
  Asked<@Nullable Void> settling(Object key, Call call, long atMostNanos);

  /** As {@link #put}, without waiting; answered when the value is stored or was not let in. */
  Asked<@Nullable Void> putting(Object key, CacheEntry entry, Grip grip, Call call, Flight flight);

  /** Stores what a flight computed, if policy and fence allow it, and ends the claim. */
  void put(Object key, CacheEntry entry, Grip grip, Call call, Flight flight);

  /**
   * Stores a value that a person gave.
   *
   * @param label the readable key to store with it; null: none
   * @return whether a rule of the policy let it in
   * @throws io.cachier.CachierException if it could not be stored
   */
  boolean precache(Object key, @Nullable Object value, @Nullable String label);

  /**
   * Stores values that a person gave, all at once.
   *
   * @return how many the rules of the policy let in
   * @throws io.cachier.CachierException if some could not be stored; the others are
   */
  int precacheAll(Map<Object, Given> values);

  /** A value that a person gave, and the readable key to store with it. */
  record Given(@Nullable Object value, @Nullable String label) {}

  /**
   * Removes an entry.
   *
   * @return whether there was one
   * @throws io.cachier.BackendException if the backend could not do it
   */
  boolean remove(Object key);

  /**
   * Lists the entries. Reading the stream throws {@link io.cachier.BackendException}; to be closed.
   */
  Stream<Listed> list();

  /** An entry in a listing, and the key it is removed by. */
  record Listed(Object key, CacheEntryView view) {}

  /**
   * Removes the entries that no call can be served any more.
   *
   * @return how many
   * @throws io.cachier.BackendException if the backend could not do it
   */
  long cleanup();

  /**
   * Removes all entries.
   *
   * @throws io.cachier.BackendException if the backend could not do it
   */
  void clear();

  /**
   * Ends all claims.
   *
   * @throws io.cachier.BackendException if the backend could not do it
   */
  void clearClaims();

  /** How much is stored. */
  UsageSource usage();

  /** Frees what belongs to this function alone. */
  void close();
}

package io.cachier;

import io.cachier.metrics.CacheMetrics;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The management face that every cached function has. Thread-safe.
 *
 * <p>Management is a person's or a program's explicit wish, so unlike a call it tells of failure: a
 * method that reaches the backend blocks for the operation timeout at most ({@link #clear()} and
 * {@link #clearClaims()}: one minute) and throws {@link BackendException} when it could not do what
 * it was asked. What touches all entries may take longer: a minute for each answer.
 */
public interface ManagedCache extends AutoCloseable {
  /**
   * The function's name, unique in its {@link Cachier}.
   *
   * @return the name given when it was built
   */
  String name();

  /**
   * The settings in force.
   *
   * @return the merged policy
   */
  CachePolicy policy();

  /**
   * The backend that holds this function's entries.
   *
   * @return its name, for example {@code file}
   */
  String backend();

  /**
   * Where the entries are, for a person to read: a folder, a server's address without credentials.
   *
   * @return the place, or empty where entries live in this process only
   */
  Optional<String> location();

  /**
   * The function's figures.
   *
   * @return the collector; one that is off when the policy says so
   */
  CacheMetrics metrics();

  /**
   * Removes all entries of this function, in every version of its code. A computation that runs
   * meanwhile is not stored.
   *
   * @throws BackendException if the backend could not do it; it may have removed a part
   */
  void clear();

  /**
   * Ends all claims of this function, so that nobody waits for a computation that will not end. Who
   * is computing goes on, and its result is returned but not stored.
   *
   * @throws BackendException if the backend could not do it
   */
  void clearClaims();

  /**
   * Lists the stored entries of this function, in every version of its code, as far as they stay
   * while they are listed, in no order. Reads a remote backend as the stream is read, some entries
   * ahead. Where the function {@linkplain CacheSettings#keepKeys() keeps its keys} each entry of a
   * remote backend costs a look-up besides.
   *
   * <pre>{@code
   * try (Stream<CacheEntryView> entries = forecast.entries()) {
   *   long old = entries.filter(entry -> entry.age().toDays() > 7).count();
   * }
   * }</pre>
   *
   * @return a stream to be closed by the caller, for use by one thread. Reading it throws {@link
   *     BackendException} when the backend fails, or gives no entry for a minute
   */
  Stream<CacheEntryView> entries();

  /**
   * Removes the entries that a condition picks, one by one, as {@code invalidate} does: what is
   * being computed for one of them is not stored. An entry that is replaced meanwhile may be
   * removed in its newer form.
   *
   * <pre>{@code
   * forecast.invalidateIf(entry -> entry.keyText().orElse("").startsWith("Paris"));
   * }</pre>
   *
   * @param condition told of each entry that {@link #entries()} lists, on the calling thread
   * @return how many were removed
   * @throws BackendException if the backend could not do it; it may have removed a part
   */
  long invalidateIf(Predicate<? super CacheEntryView> condition);

  /**
   * Removes the entries that are too old to be served to any call: older than {@link
   * CachePolicy#longestUse()}; a day later if {@link WaitPolicy#STALE} could still serve them. None
   * where values never go stale. {@link CacheSettings#cleanup} does this in the background.
   *
   * @return how many were removed
   * @throws BackendException if the backend could not do it; it may have removed a part
   */
  long cleanup();

  /**
   * Gives the name back and ends the export of its figures. Entries of a remote backend stay; those
   * in this process are dropped. A call after that runs the function uncached. Closing twice is
   * once.
   */
  @Override
  void close();
}

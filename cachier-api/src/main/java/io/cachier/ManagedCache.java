package io.cachier;

import io.cachier.metrics.CacheMetrics;
import java.util.Optional;

/**
 * The management face that every cached function has. Thread-safe.
 *
 * <p>Management is a person's or a program's explicit wish, so unlike a call it tells of failure: a
 * method that reaches the backend blocks for the operation timeout at most ({@link #clear()} and
 * {@link #clearClaims()}: one minute) and throws {@link BackendException} when it could not do what
 * it was asked.
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
   * Gives the name back and ends the export of its figures. Entries of a remote backend stay; those
   * in this process are dropped. A call after that runs the function uncached. Closing twice is
   * once.
   */
  @Override
  void close();
}

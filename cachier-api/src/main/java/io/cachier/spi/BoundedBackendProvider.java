package io.cachier.spi;

/**
 * Opens local backends that keep within a bound, for functions that ask for one. The engine uses
 * the one of the name {@code caffeine} when such a function names no backend.
 */
public interface BoundedBackendProvider extends LocalBackendProvider {
  /**
   * Makes the store of one function.
   *
   * @param function the function's name
   * @param bound how much it may hold at most; it may hold a little more for a moment, while
   *     several threads write
   * @param evicted is run once for every entry that the bound has put out, on any thread and at
   *     once; does not block, does not throw
   * @param settings the merged settings
   * @return a new, empty store, closed by the engine
   */
  LocalBackend open(String function, Bound bound, Runnable evicted, Settings settings);
}

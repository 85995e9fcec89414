package io.cachier.spi;

/** Opens local backends, one for each function. */
public non-sealed interface LocalBackendProvider extends BackendProvider {
  /**
   * Makes the store of one function.
   *
   * @param function the function's name
   * @param settings the merged settings
   * @return a new, empty store, closed by the engine
   */
  LocalBackend open(String function, Settings settings);
}

package io.cachier.spi;

/** Opens a remote backend, one for each cachier. */
public non-sealed interface RemoteBackendProvider extends BackendProvider {
  /**
   * Opens the backend. Must not connect and must not fail because a server is away: the first
   * operation connects.
   *
   * @param settings the merged settings
   * @return the backend, closed by the engine
   */
  RemoteBackend open(Settings settings);
}

package io.cachier.spi;

import java.util.Set;

/**
 * Names a backend and opens it. Implementations need a public constructor without parameters to be
 * found by {@link java.util.ServiceLoader}.
 */
public sealed interface BackendProvider permits LocalBackendProvider, RemoteBackendProvider {
  /**
   * The backend's name, as in the setting {@code cachier.backend}.
   *
   * @return lower-case letters, digits and hyphens
   */
  String name();

  /**
   * The settings that the backend reads.
   *
   * @return their names without the prefix {@code cachier.}; any other is reported as unknown
   */
  default Set<String> settings() {
    return Set.of();
  }
}

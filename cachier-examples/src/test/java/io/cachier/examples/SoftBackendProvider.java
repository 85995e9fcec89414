package io.cachier.examples;

import io.cachier.spi.LocalBackend;
import io.cachier.spi.LocalBackendProvider;
import io.cachier.spi.Settings;

/** Opens the backend {@code soft}. */
public final class SoftBackendProvider implements LocalBackendProvider {
  /** Made by {@link java.util.ServiceLoader}. */
  public SoftBackendProvider() {}

  @Override
  public String name() {
    return "soft";
  }

  @Override
  public LocalBackend open(String function, Settings settings) {
    return new SoftBackend();
  }
}

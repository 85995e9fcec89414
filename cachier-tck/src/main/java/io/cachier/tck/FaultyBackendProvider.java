package io.cachier.tck;

import io.cachier.spi.RemoteBackend;
import io.cachier.spi.RemoteBackendProvider;
import io.cachier.spi.Settings;
import java.util.Objects;
import java.util.Set;

/** Opens {@link FaultyBackend}s, under the name and with the settings of the backend behind. */
public final class FaultyBackendProvider implements RemoteBackendProvider {
  private final RemoteBackendProvider provider;
  private final Faults faults;

  /**
   * Puts faults before all that a provider opens.
   *
   * @param provider the provider
   * @param faults what goes wrong; may be changed meanwhile
   */
  public FaultyBackendProvider(RemoteBackendProvider provider, Faults faults) {
    this.provider = Objects.requireNonNull(provider, "provider");
    this.faults = Objects.requireNonNull(faults, "faults");
  }

  @Override
  public String name() {
    return provider.name();
  }

  @Override
  public Set<String> settings() {
    return provider.settings();
  }

  @Override
  public RemoteBackend open(Settings settings) {
    return new FaultyBackend(provider.open(settings), faults);
  }
}

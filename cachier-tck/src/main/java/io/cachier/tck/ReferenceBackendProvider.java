package io.cachier.tck;

import io.cachier.spi.RemoteBackend;
import io.cachier.spi.RemoteBackendProvider;
import io.cachier.spi.Settings;
import java.util.Set;

/**
 * Opens {@link ReferenceBackend}s, named {@code reference}. The setting {@code reference.store}
 * names what is opened: clients of one name in one process share their entries, for as long as the
 * process lives. Default: {@code default}.
 */
public final class ReferenceBackendProvider implements RemoteBackendProvider {
  private static final String STORE = "reference.store";

  /** Makes a provider, as {@link java.util.ServiceLoader} does. */
  public ReferenceBackendProvider() {}

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public Set<String> settings() {
    return Set.of(STORE);
  }

  @Override
  public RemoteBackend open(Settings settings) {
    return new ReferenceBackend(ReferenceStore.named(settings.text(STORE).orElse("default")));
  }
}

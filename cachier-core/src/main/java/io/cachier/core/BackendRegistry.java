package io.cachier.core;

import io.cachier.ConfigurationException;
import io.cachier.spi.Bound;
import io.cachier.spi.BoundedBackendProvider;
import io.cachier.spi.LocalBackend;
import io.cachier.spi.LocalBackendProvider;
import io.cachier.spi.RemoteBackend;
import io.cachier.spi.RemoteBackendProvider;
import io.cachier.spi.Ticker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens each remote backend once, when the first function needs it, and closes what it opened. */
final class BackendRegistry implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(BackendRegistry.class.getName());

  private final MergedSettings settings;
  private final Limits limits;
  private final Ticker ticker;
  private final Map<String, GuardedBackend> open = new LinkedHashMap<>();

  /** The same, for readers who must not wait while a backend is opened. */
  private volatile List<GuardedBackend> opened = List.of();

  BackendRegistry(MergedSettings settings, Limits limits, Ticker ticker) {
    this.settings = settings;
    this.limits = limits;
    this.ticker = ticker;
  }

  /**
   * Opens a function's own store.
   *
   * @param bound only for a provider that keeps bounds
   * @param evicted run for each entry that the bound put out
   */
  LocalBackend local(
      LocalBackendProvider provider, String function, Optional<Bound> bound, Runnable evicted) {
    MergedSettings own = settings.fresh();
    LocalBackend backend =
        bound.isPresent() && provider instanceof BoundedBackendProvider bounded
            ? bounded.open(function, bound.get(), evicted, own)
            : provider.open(function, own);
    refuseBadSettings(own, provider.name(), backend::close);
    return backend;
  }

  synchronized GuardedBackend remote(RemoteBackendProvider provider) {
    GuardedBackend known = open.get(provider.name());
    if (known != null) {
      return known;
    }
    MergedSettings own = settings.fresh();
    RemoteBackend backend = provider.open(own);
    refuseBadSettings(own, provider.name(), backend::close);
    CircuitBreaker breaker =
        new CircuitBreaker(limits.breakerFailures(), limits.breakerPause().toNanos(), ticker);
    GuardedBackend guarded =
        new GuardedBackend(provider.name(), backend, limits.operationTimeout(), breaker, ticker);
    open.put(provider.name(), guarded);
    opened = List.copyOf(open.values());
    return guarded;
  }

  /** The remote backends that are open now. */
  List<GuardedBackend> open() {
    return opened;
  }

  private static void refuseBadSettings(MergedSettings own, String name, Runnable close) {
    List<String> problems = own.problems();
    if (!problems.isEmpty()) {
      close.run();
      throw new ConfigurationException("backend '" + name + "'", problems);
    }
  }

  @Override
  public synchronized void close() {
    for (GuardedBackend backend : new ArrayList<>(open.values())) {
      try {
        backend.unguarded().close();
      } catch (RuntimeException e) {
        // One backend that can't close must not keep the others open.
        LOGGER.log(
            System.Logger.Level.WARNING, "Backend '" + backend.name() + "' failed to close", e);
      }
    }
    open.clear();
    opened = List.of();
  }
}

package io.cachier.backend.sql;

import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import io.cachier.spi.RemoteBackendProvider;
import io.cachier.spi.Settings;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens backends that have tried to connect already. The contract gives some operations 150 ms, and
 * on a busy machine connecting and making the table takes longer; the real provider leaves it to
 * the first of them. Public, for the contract's processes.
 */
public final class ConnectedSqlProvider implements RemoteBackendProvider {
  private final RemoteBackendProvider provider = new SqlBackendProvider();

  /** As ServiceLoader would. */
  public ConnectedSqlProvider() {}

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
    RemoteBackend backend = provider.open(settings);
    try {
      EntryKey key = Stages.key("tck.connecting", 1);
      backend.lookup(key).toCompletableFuture().get(30, TimeUnit.SECONDS);
      backend.renew(key, 1, Duration.ofSeconds(1)).toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException outOfReach) {
      // So it is for whoever asks next.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return backend;
  }
}

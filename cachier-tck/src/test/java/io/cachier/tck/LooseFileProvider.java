package io.cachier.tck;

import io.cachier.core.file.FileBackendProvider;
import io.cachier.spi.Claim;
import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import io.cachier.spi.RemoteBackendProvider;
import io.cachier.spi.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The file backend without its two virtues: everybody is granted a claim, and everybody may store.
 * Public, since the processes of a test make it by its name.
 */
public final class LooseFileProvider implements RemoteBackendProvider {
  private final FileBackendProvider file = new FileBackendProvider();

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public Set<String> settings() {
    return file.settings();
  }

  @Override
  public RemoteBackend open(Settings settings) {
    return new ForwardingBackend(file.open(settings)) {
      @Override
      public CompletionStage<Claim> claim(EntryKey key, String owner, Duration lease) {
        return super.claim(key, owner, lease)
            .thenCompose(
                claim ->
                    claim instanceof Claim.Held
                        ? clearClaims(key.function()).thenCompose(n -> claim(key, owner, lease))
                        : CompletableFuture.completedFuture(claim));
      }

      @Override
      public CompletionStage<Boolean> store(
          EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
        return super.store(key, payload, UNFENCED, retention);
      }
    };
  }
}

package io.cachier.backend.redis;

import io.cachier.BackendException;
import io.cachier.spi.EntryInfo;
import io.cachier.spi.EntryKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The entries of a function one after the other, a page ahead. Blocks; not thread-safe. */
final class Listed {
  private static final long PATIENCE_SECONDS = 10;

  private final Gateway gateway;
  private final FunctionSpace space;
  private final KeyScan scan;
  private final DigestSet met = new DigestSet();
  private final Queue<EntryInfo> ahead = new ArrayDeque<>();

  Listed(Gateway gateway, FunctionSpace space) {
    this.gateway = gateway;
    this.space = space;
    scan = new KeyScan(gateway, space);
  }

  /**
   * The next entry, left in place, or null after the last.
   *
   * @throws BackendException if the server can't tell
   */
  @Nullable EntryInfo peek() {
    while (ahead.isEmpty()) {
      List<byte[]> page = answer(scan.next());
      if (page == null) {
        return null;
      }
      describe(page);
    }
    return ahead.peek();
  }

  /** The next entry, which {@link #peek} has told of. */
  EntryInfo take() {
    return ahead.remove();
  }

  private void describe(List<byte[]> page) {
    List<EntryKey> keys = new ArrayList<>();
    List<CompletableFuture<Optional<InspectRequest.Inspection>>> asked = new ArrayList<>();
    for (byte[] key : page) {
      EntryKey entry = space.entry(key);
      if (entry != null && met.add(entry)) {
        keys.add(entry);
        asked.add(gateway.submit(new InspectRequest(gateway, key)));
      }
    }
    for (int i = 0; i < keys.size(); i++) {
      EntryKey key = keys.get(i);
      Optional<InspectRequest.Inspection> told = answer(asked.get(i));
      if (told != null) {
        told.ifPresent(
            one ->
                ahead.add(
                    new EntryInfo(
                        key, Duration.ofNanos(one.ageNanos()), one.sizeBytes(), one.claimed())));
      }
    }
  }

  private <T extends @Nullable Object> T answer(CompletableFuture<T> asked) {
    try {
      return asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw RedisFailure.of(e.getCause() == null ? e : e.getCause(), gateway.where());
    } catch (TimeoutException e) {
      throw new BackendException(
          "Redis at " + gateway.where() + " gave no answer within " + PATIENCE_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException("interrupted while listing entries", e);
    }
  }
}

package io.cachier.tck;

import io.cachier.spi.Claim;
import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import io.cachier.tck.ReferenceStore.Slot;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Notes how each claim ended, for illnesses that mistake one end for another. */
class Watched extends ForwardingBackend {
  enum End {
    REPLACED,
    RELEASED,
    STORED,
    UNFENCED,
    REMOVED,
    CLEARED,
    CLAIMS_CLEARED,
    LEASE_OVER,
    AT_MOST
  }

  record Ended(End end, RemoteBackend by) {}

  final Ward ward;

  Watched(Ward ward, RemoteBackend healthy) {
    super(healthy);
    this.ward = ward;
  }

  @Nullable Ended ended(long token) {
    return (Ended) ward.notes.get(token);
  }

  @Override
  public CompletionStage<Claim> claim(EntryKey key, String owner, Duration lease) {
    return watch(End.REPLACED, key.function(), () -> super.claim(key, owner, lease));
  }

  @Override
  public CompletionStage<Boolean> release(EntryKey key, long token) {
    return watch(End.RELEASED, key.function(), () -> super.release(key, token));
  }

  @Override
  public CompletionStage<Boolean> store(
      EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
    return watch(
        token == UNFENCED ? End.UNFENCED : End.STORED,
        key.function(),
        () -> super.store(key, payload, token, retention));
  }

  @Override
  public CompletionStage<Boolean> remove(EntryKey key) {
    return watch(End.REMOVED, key.function(), () -> super.remove(key));
  }

  @Override
  public CompletionStage<Long> clear(String function) {
    return watch(End.CLEARED, function, () -> super.clear(function));
  }

  @Override
  public CompletionStage<Long> clearClaims(String function) {
    return watch(End.CLAIMS_CLEARED, function, () -> super.clearClaims(function));
  }

  private <T> T watch(End end, String function, Supplier<T> operation) {
    synchronized (ward.store) {
      Map<Slot, Long> before = new HashMap<>();
      ward.store.function(function).values().forEach(slot -> before.put(slot, slot.token));
      T answer = operation.get();
      before.forEach(
          (slot, token) -> {
            if (token != 0 && slot.token != token) {
              ward.notes.put(token, new Ended(end, this));
            }
          });
      return answer;
    }
  }

  /** Accepts what it should refuse, if the claim ended in this way; null: was never granted. */
  static final class Unfenced extends Watched {
    private final @Nullable End end;

    Unfenced(Ward ward, RemoteBackend healthy, @Nullable End end) {
      super(ward, healthy);
      this.end = end;
    }

    @Override
    public CompletionStage<Boolean> store(
        EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
      Ended ended = ended(token);
      boolean newest = ward.slot(key).token == token;
      boolean mistaken = !newest && (ended == null ? null : ended.end()) == end;
      return super.store(key, payload, mistaken ? UNFENCED : token, retention);
    }
  }

  /** Does not wake those who wait, if the claim ended in this way. */
  static final class Deaf extends Watched {
    private final @Nullable End end;

    /** Deaf to an end; null: deaf to other clients. */
    Deaf(Ward ward, RemoteBackend healthy, @Nullable End end) {
      super(ward, healthy);
      this.end = end;
    }

    @Override
    public CompletionStage<Void> awaitSettled(EntryKey key, Duration atMost) {
      long token = ward.slot(key).token;
      CompletableFuture<Void> woken = new CompletableFuture<>();
      CompletionStage<Void> settled = super.awaitSettled(key, atMost);
      settled.thenRun(
          () -> {
            if (token == 0 || !deafTo(key, token)) {
              woken.complete(null);
            }
          });
      return woken;
    }

    private boolean deafTo(EntryKey key, long token) {
      synchronized (ward.store) {
        Ended ended = ended(token);
        if (end == null) {
          return ended != null && ended.by() != this;
        }
        End happened =
            ended != null
                ? ended.end()
                : ward.store.claimed(ward.slot(key)) ? End.AT_MOST : End.LEASE_OVER;
        return happened == end;
      }
    }
  }
}

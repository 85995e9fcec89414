package io.cachier.tck;

import io.cachier.spi.ChangeListener;
import io.cachier.spi.ChangeWatch;
import io.cachier.spi.Claim;
import io.cachier.spi.EntryInfo;
import io.cachier.spi.EntryKey;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import io.cachier.spi.Usage;
import io.cachier.tck.ReferenceStore.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The simplest backend that keeps every rule: the model to read before writing one, and the healthy
 * patient in tests of an engine. Lives in this process; clients of one name share their entries. It
 * drops nothing when a retention ends, which the rules allow. Thread-safe.
 */
public final class ReferenceBackend implements RemoteBackend {
  private static final long POLL_MILLIS = 5;

  private final ReferenceStore store;
  private volatile boolean closed;

  ReferenceBackend(ReferenceStore store) {
    this.store = store;
  }

  @Override
  public CompletionStage<Lookup> lookup(EntryKey key) {
    return atomically(
        () -> {
          Slot slot = store.slot(key);
          byte[] payload = slot.payload;
          return new Lookup(
              payload == null
                  ? null
                  : new Lookup.Stored(
                      payload.clone(), store.now() - slot.storedNanos, slot.version),
              store.claimed(slot));
        });
  }

  @Override
  public CompletionStage<Claim> claim(EntryKey key, String owner, Duration lease) {
    return atomically(
        () -> {
          Slot slot = store.slot(key);
          return store.claimed(slot)
              ? new Claim.Held(Duration.ofNanos(slot.leaseEndNanos - store.now()))
              : new Claim.Granted(store.grant(slot, lease), slot.version);
        });
  }

  @Override
  public CompletionStage<Boolean> renew(EntryKey key, long token, Duration lease) {
    return atomically(
        () -> {
          Slot slot = store.slot(key);
          boolean newest = isNewest(slot, token);
          if (newest) {
            slot.leaseEndNanos = store.now() + lease.toNanos();
          }
          return newest;
        });
  }

  @Override
  public CompletionStage<Boolean> release(EntryKey key, long token) {
    return atomically(
        () -> {
          Slot slot = store.slot(key);
          boolean newest = isNewest(slot, token);
          if (newest) {
            slot.token = 0;
          }
          return newest;
        });
  }

  @Override
  public CompletionStage<Boolean> store(
      EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
    return atomically(
        () -> {
          Slot slot = store.slot(key);
          boolean accepted = token == UNFENCED || isNewest(slot, token);
          if (accepted) {
            store.write(slot, payload);
            store.tell(key.function(), listener -> listener.changed(key));
          }
          return accepted;
        });
  }

  /** Polls. A backend whose engine can push does better. */
  @Override
  public CompletionStage<Void> awaitSettled(EntryKey key, Duration atMost) {
    CompletableFuture<Void> settled = new CompletableFuture<>();
    poll(key, store.now() + atMost.toNanos(), settled);
    return settled;
  }

  private void poll(EntryKey key, long deadlineNanos, CompletableFuture<Void> settled) {
    boolean waiting;
    synchronized (store) {
      waiting = !closed && store.claimed(store.slot(key)) && deadlineNanos - store.now() > 0;
    }
    if (!waiting) {
      settled.complete(null);
    } else if (!settled.isDone()) {
      Executor later = CompletableFuture.delayedExecutor(POLL_MILLIS, TimeUnit.MILLISECONDS);
      later.execute(() -> poll(key, deadlineNanos, settled));
    }
  }

  @Override
  public CompletionStage<Boolean> remove(EntryKey key) {
    return atomically(
        () -> {
          store.slot(key).token = 0;
          boolean removed = store.removeEntries(key.function(), (k, slot) -> k.equals(key)) > 0;
          store.tell(key.function(), listener -> listener.changed(key));
          return removed;
        });
  }

  @Override
  public CompletionStage<Long> clear(String function) {
    return atomically(
        () -> {
          store.endClaims(function);
          long removed = store.removeEntries(function, (key, slot) -> true);
          store.tell(function, ChangeListener::cleared);
          return removed;
        });
  }

  @Override
  public CompletionStage<Long> clearClaims(String function) {
    return atomically(() -> store.endClaims(function));
  }

  @Override
  public CompletionStage<Long> removeOlderThan(String function, Duration age) {
    return atomically(
        () -> {
          long removed =
              store.removeEntries(
                  function, (key, slot) -> store.now() - slot.storedNanos > age.toNanos());
          store.tell(function, ChangeListener::cleared);
          return removed;
        });
  }

  @Override
  public Flow.Publisher<EntryInfo> entries(String function) {
    return new ListPublisher<>(() -> list(function));
  }

  private List<EntryInfo> list(String function) {
    List<EntryInfo> listed = new ArrayList<>();
    synchronized (store) {
      store
          .function(function)
          .forEach(
              (key, slot) -> {
                byte[] payload = slot.payload;
                if (payload != null) {
                  Duration age = Duration.ofNanos(store.now() - slot.storedNanos);
                  listed.add(new EntryInfo(key, age, payload.length, store.claimed(slot)));
                }
              });
    }
    return listed;
  }

  @Override
  public CompletionStage<Usage> usage(String function) {
    return atomically(
        () -> {
          List<EntryInfo> all = list(function);
          return Usage.of(all.size(), all.stream().mapToLong(EntryInfo::sizeBytes).sum());
        });
  }

  /** Tells within the change itself: whoever looks up when told finds it. */
  @Override
  public Optional<ChangeWatch> watch(String function, ChangeListener listener) {
    synchronized (store) {
      store.listen(function, listener);
      listener.connected();
    }
    return Optional.of(() -> store.unlisten(function, listener));
  }

  /** The store outlives its clients: that is what makes it a store. */
  @Override
  public void close() {
    closed = true;
  }

  private static boolean isNewest(Slot slot, long token) {
    return token != 0 && slot.token == token;
  }

  private <T> CompletionStage<T> atomically(Supplier<T> operation) {
    if (closed) {
      return CompletableFuture.failedFuture(
          new IllegalStateException(
              "this client of the reference backend is closed; open another"));
    }
    synchronized (store) {
      return CompletableFuture.completedFuture(operation.get());
    }
  }
}

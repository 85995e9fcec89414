package io.cachier.core.file;

import io.cachier.spi.Claim;
import io.cachier.spi.EntryInfo;
import io.cachier.spi.EntryKey;
import io.cachier.spi.Gauge;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import io.cachier.spi.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Entries as files. Operations on one key are short and done on the calling thread; those on a
 * whole function are done by a worker. See {@link EntryFiles} for how they stay whole.
 */
final class FileBackend implements RemoteBackend {
  private static final long LOCK_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long USAGE_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final CacheDirectory directory;
  private final FileLayout layout;
  private final KeyLocks locks;
  private final EntryFiles entries;
  private final FunctionFiles functions;
  private final FileWaiters waiters = new FileWaiters();
  private final FileWorker worker = new FileWorker();

  /** Deletes without anybody waiting for it, and without keeping others from the worker. */
  private final FileWorker sweeper = new FileWorker();

  private final AtomicBoolean closed = new AtomicBoolean();

  FileBackend(CacheDirectory directory, InstantSource clock) {
    this.directory = directory;
    layout = new FileLayout(directory.path());
    locks = new KeyLocks(layout.lock(), LOCK_PATIENCE_NANOS);
    entries = new EntryFiles(directory, layout, locks, clock);
    functions = new FunctionFiles(directory, layout, entries, closed::get);
  }

  @Override
  public CompletionStage<Lookup> lookup(EntryKey key) {
    return now("read", key, () -> entries.lookup(key));
  }

  @Override
  public CompletionStage<Claim> claim(EntryKey key, String owner, Duration lease) {
    return now("claim", key, () -> entries.claim(key, owner, lease));
  }

  @Override
  public CompletionStage<Boolean> renew(EntryKey key, long token, Duration lease) {
    return now("renew the claim on", key, () -> entries.renew(key, token, lease));
  }

  @Override
  public CompletionStage<Boolean> release(EntryKey key, long token) {
    return now("release", key, () -> entries.release(key, token));
  }

  @Override
  public CompletionStage<Boolean> store(
      EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
    return now("write", key, () -> entries.store(key, payload, token, retention));
  }

  @Override
  public CompletionStage<Void> awaitSettled(EntryKey key, Duration atMost) {
    return closed.get()
        ? CompletableFuture.failedFuture(FileFailure.closed())
        : waiters.await(() -> entries.remainingLease(key), atMost);
  }

  @Override
  public CompletionStage<Boolean> remove(EntryKey key) {
    return now("remove", key, () -> entries.remove(key));
  }

  @Override
  public CompletionStage<Long> clear(String function) {
    CompletableFuture<Long> cleared = worker.run(() -> functions.clear(function));
    return cleared.whenComplete(
        (removed, failure) -> {
          var unused =
              sweeper.run(
                  () -> {
                    functions.deleteCleared(function);
                    return true;
                  });
        });
  }

  @Override
  public CompletionStage<Long> clearClaims(String function) {
    return worker.run(() -> functions.clearClaims(function));
  }

  @Override
  public CompletionStage<Long> removeOlderThan(String function, Duration age) {
    return worker.run(() -> functions.removeOlderThan(function, age));
  }

  @Override
  public Flow.Publisher<EntryInfo> entries(String function) {
    return new EntryPublisher(() -> functions.walk(function), entries::describe, worker.executor());
  }

  @Override
  public CompletionStage<Usage> usage(String function) {
    return worker.run(() -> functions.usage(function, USAGE_PATIENCE_NANOS));
  }

  @Override
  public List<Gauge> gauges() {
    // Zero where there is no such folder yet, or its file system can't tell.
    long free = directory.path().toFile().getUsableSpace();
    return free == 0 ? List.of() : List.of(new Gauge("file_store_free_bytes", Map.of(), free));
  }

  @Override
  public Optional<String> location(String function) {
    return Optional.of(layout.function(function).toString());
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      waiters.close();
      worker.close();
      sweeper.close();
      locks.close();
    }
  }

  private <T> CompletionStage<T> now(String what, EntryKey key, FileAction<T> action) {
    if (closed.get()) {
      return CompletableFuture.failedFuture(FileFailure.closed());
    }
    try {
      return CompletableFuture.completedFuture(action.run());
    } catch (IOException failure) {
      Path file = layout.entry(key);
      return CompletableFuture.failedFuture(FileFailure.of(what, file, failure));
    }
  }
}

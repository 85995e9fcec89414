package io.cachier.tck;

import io.cachier.spi.ChangeListener;
import io.cachier.spi.ChangeWatch;
import io.cachier.spi.Claim;
import io.cachier.spi.EntryInfo;
import io.cachier.spi.EntryKey;
import io.cachier.spi.Gauge;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import io.cachier.spi.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A backend with the latency and the failures of a bad day. An operation that fails does not reach
 * the backend behind it. Thread-safe.
 */
public final class FaultyBackend implements RemoteBackend {
  private final RemoteBackend backend;
  private final Faults faults;

  /**
   * Puts faults before a backend.
   *
   * @param backend the backend; closed with this
   * @param faults what goes wrong; may be changed meanwhile
   */
  public FaultyBackend(RemoteBackend backend, Faults faults) {
    this.backend = Objects.requireNonNull(backend, "backend");
    this.faults = Objects.requireNonNull(faults, "faults");
  }

  @Override
  public CompletionStage<Lookup> lookup(EntryKey key) {
    return on(Operation.LOOKUP, () -> backend.lookup(key));
  }

  @Override
  public CompletionStage<Claim> claim(EntryKey key, String owner, Duration lease) {
    return on(Operation.CLAIM, () -> backend.claim(key, owner, lease));
  }

  @Override
  public CompletionStage<Boolean> renew(EntryKey key, long token, Duration lease) {
    return on(Operation.RENEW, () -> backend.renew(key, token, lease));
  }

  @Override
  public CompletionStage<Boolean> release(EntryKey key, long token) {
    return on(Operation.RELEASE, () -> backend.release(key, token));
  }

  @Override
  public CompletionStage<Boolean> store(
      EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
    return on(Operation.STORE, () -> backend.store(key, payload, token, retention));
  }

  @Override
  public CompletionStage<Void> awaitSettled(EntryKey key, Duration atMost) {
    return on(Operation.AWAIT_SETTLED, () -> backend.awaitSettled(key, atMost));
  }

  @Override
  public CompletionStage<Boolean> remove(EntryKey key) {
    return on(Operation.REMOVE, () -> backend.remove(key));
  }

  @Override
  public CompletionStage<Long> clear(String function) {
    return on(Operation.CLEAR, () -> backend.clear(function));
  }

  @Override
  public CompletionStage<Long> clearClaims(String function) {
    return on(Operation.CLEAR_CLAIMS, () -> backend.clearClaims(function));
  }

  @Override
  public CompletionStage<Long> removeOlderThan(String function, Duration age) {
    return on(Operation.REMOVE_OLDER_THAN, () -> backend.removeOlderThan(function, age));
  }

  /** A listing that fails throws, whatever the failure: a publisher has no stage to fail. */
  @Override
  public Flow.Publisher<EntryInfo> entries(String function) {
    faults.count(Operation.ENTRIES, 1);
    if (faults.failure(Operation.ENTRIES).isPresent()) {
      throw failure(Operation.ENTRIES);
    }
    return backend.entries(function);
  }

  @Override
  public CompletionStage<Usage> usage(String function) {
    return on(Operation.USAGE, () -> backend.usage(function));
  }

  @Override
  public Optional<ChangeWatch> watch(String function, ChangeListener listener) {
    return backend.watch(function, listener);
  }

  @Override
  public long largestPayloadBytes() {
    return backend.largestPayloadBytes();
  }

  @Override
  public List<Gauge> gauges() {
    return backend.gauges();
  }

  @Override
  public Optional<String> location(String function) {
    return backend.location(function);
  }

  @Override
  public void close() {
    backend.close();
  }

  private <T> CompletionStage<T> on(Operation operation, Supplier<CompletionStage<T>> call) {
    faults.count(operation, 1);
    Optional<Faults.Failure> failure = faults.failure(operation);
    if (failure.isPresent()) {
      return switch (failure.get()) {
        case THROW -> throw failure(operation);
        case FAIL -> CompletableFuture.failedFuture(failure(operation));
        case HANG -> new CompletableFuture<>();
      };
    }
    long nanos = faults.latency(operation).toNanos();
    if (nanos == 0) {
      return call.get();
    }
    Executor later = CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS);
    return CompletableFuture.supplyAsync(call, later).thenCompose(stage -> stage);
  }

  private static IllegalStateException failure(Operation operation) {
    return new IllegalStateException("injected fault: " + operation);
  }
}

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
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** A healthy backend, to be broken in one place. */
class ForwardingBackend implements RemoteBackend {
  final RemoteBackend healthy;

  ForwardingBackend(RemoteBackend healthy) {
    this.healthy = healthy;
  }

  @Override
  public CompletionStage<Lookup> lookup(EntryKey key) {
    return healthy.lookup(key);
  }

  @Override
  public CompletionStage<Claim> claim(EntryKey key, String owner, Duration lease) {
    return healthy.claim(key, owner, lease);
  }

  @Override
  public CompletionStage<Boolean> renew(EntryKey key, long token, Duration lease) {
    return healthy.renew(key, token, lease);
  }

  @Override
  public CompletionStage<Boolean> release(EntryKey key, long token) {
    return healthy.release(key, token);
  }

  @Override
  public CompletionStage<Boolean> store(
      EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
    return healthy.store(key, payload, token, retention);
  }

  @Override
  public CompletionStage<Void> awaitSettled(EntryKey key, Duration atMost) {
    return healthy.awaitSettled(key, atMost);
  }

  @Override
  public CompletionStage<Boolean> remove(EntryKey key) {
    return healthy.remove(key);
  }

  @Override
  public CompletionStage<Long> clear(String function) {
    return healthy.clear(function);
  }

  @Override
  public CompletionStage<Long> clearClaims(String function) {
    return healthy.clearClaims(function);
  }

  @Override
  public CompletionStage<Long> removeOlderThan(String function, Duration age) {
    return healthy.removeOlderThan(function, age);
  }

  @Override
  public Flow.Publisher<EntryInfo> entries(String function) {
    return healthy.entries(function);
  }

  @Override
  public CompletionStage<Usage> usage(String function) {
    return healthy.usage(function);
  }

  @Override
  public Optional<ChangeWatch> watch(String function, ChangeListener listener) {
    return healthy.watch(function, listener);
  }

  @Override
  public List<Gauge> gauges() {
    return healthy.gauges();
  }

  @Override
  public void close() {
    healthy.close();
  }
}

package io.cachier.core;

import io.cachier.core.metrics.UsageSource;
import io.cachier.spi.CacheEntry;
import io.cachier.spi.ChangeWatch;
import io.cachier.spi.EntryKey;
import io.cachier.spi.Ticker;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A remote store with a near cache before it. A call's first look may end here; every look that
 * reaches the backend leaves here what it found. What this process writes or removes outdates what
 * is kept once it is done, so that the next look finds it at the backend; what others do is told by
 * the backend.
 */
final class NearStore implements EntryStore {
  private final RemoteStore remote;
  private final NearEntries entries;
  private final Ticker ticker;
  private final ChangeWatch watch;

  NearStore(RemoteStore remote, NearEntries entries, Ticker ticker, ChangeWatch watch) {
    this.remote = remote;
    this.entries = entries;
    this.ticker = ticker;
    this.watch = watch;
  }

  @Override
  public String backendName() {
    return remote.backendName();
  }

  @Override
  public Optional<String> location() {
    return remote.location();
  }

  @Override
  public @Nullable CacheEntry findFirst(Object key, Call call) {
    CacheEntry near = near(call);
    return near != null ? near : find(key, call);
  }

  @Override
  public Asked<@Nullable CacheEntry> findingFirst(Object key, Call call) {
    CacheEntry near = near(call);
    return near != null ? Asked.now(near) : finding(key, call);
  }

  private @Nullable CacheEntry near(Call call) {
    Object liveKey = call.liveKey();
    Near near =
        liveKey == null ? null : entries.get(liveKey, call.startNanos(), call.maxAgeNanos());
    if (near == null) {
      call.tell("the near cache of this process has nothing to serve");
      return null;
    }
    call.tell("near hit: the near cache of this process has it; the backend is not asked");
    call.saw(near.entry(), near.version());
    return near.entry();
  }

  @Override
  public @Nullable CacheEntry find(Object key, Call call) {
    Near.Ticket ticket = entries.ticket((EntryKey) key, ticker.nanos());
    CacheEntry found = remote.find(key, call);
    keep((EntryKey) key, found, call, ticket);
    return found;
  }

  @Override
  public Asked<@Nullable CacheEntry> finding(Object key, Call call) {
    Near.Ticket ticket = entries.ticket((EntryKey) key, ticker.nanos());
    Asked<@Nullable CacheEntry> asked = remote.finding(key, call);
    return new Asked<>(
        asked.answered(),
        () -> {
          CacheEntry found = asked.take();
          keep((EntryKey) key, found, call, ticket);
          return found;
        });
  }

  private void keep(
      EntryKey key, @Nullable CacheEntry found, Call call, Near.@Nullable Ticket ticket) {
    Object liveKey = call.liveKey();
    if (found != null && ticket != null && liveKey != null) {
      entries.keep(liveKey, new Near(key, found, call.version(), ticket));
    }
  }

  @Override
  public Peeked peek(Object key) {
    return remote.peek(key);
  }

  @Override
  public Grip seize(Object key, Call call) {
    return remote.seize(key, call);
  }

  @Override
  public Asked<Grip> seizing(Object key, Call call) {
    return remote.seizing(key, call);
  }

  @Override
  public void release(Object key, Grip grip, Call call) {
    remote.release(key, grip, call);
  }

  @Override
  public Renewal renewing(Object key, Grip grip) {
    return remote.renewing(key, grip);
  }

  @Override
  public void awaitSettled(Object key, Call call, long atMostNanos) throws InterruptedException {
    remote.awaitSettled(key, call, atMostNanos);
  }

  @Override
  public Asked<@Nullable Void> settling(Object key, Call call, long atMostNanos) {
    return remote.settling(key, call, atMostNanos);
  }

  @Override
  public void put(Object key, CacheEntry entry, Grip grip, Call call, Flight flight) {
    try {
      remote.put(key, entry, grip, call, flight);
    } finally {
      entries.changed((EntryKey) key);
    }
  }

  @Override
  public Asked<@Nullable Void> putting(
      Object key, CacheEntry entry, Grip grip, Call call, Flight flight) {
    Asked<@Nullable Void> asked = remote.putting(key, entry, grip, call, flight);
    CompletableFuture<?> outdated = asked.answered().thenRun(() -> entries.changed((EntryKey) key));
    return new Asked<>(outdated, asked::take);
  }

  @Override
  public boolean precache(Object key, @Nullable Object value, @Nullable String label) {
    try {
      return remote.precache(key, value, label);
    } finally {
      entries.changed((EntryKey) key);
    }
  }

  @Override
  public int precacheAll(Map<Object, Given> values) {
    try {
      return remote.precacheAll(values);
    } finally {
      values.keySet().forEach(key -> entries.changed((EntryKey) key));
    }
  }

  @Override
  public boolean remove(Object key) {
    try {
      return remote.remove(key);
    } finally {
      entries.changed((EntryKey) key);
    }
  }

  @Override
  public Stream<Listed> list() {
    return remote.list();
  }

  /** Removes only what is served to no call, and so not from here either. */
  @Override
  public long cleanup() {
    return remote.cleanup();
  }

  @Override
  public void clear() {
    try {
      remote.clear();
    } finally {
      entries.cleared();
    }
  }

  @Override
  public void clearClaims() {
    remote.clearClaims();
  }

  @Override
  public UsageSource usage() {
    return remote.usage();
  }

  @Override
  public void close() {
    watch.close();
    entries.close();
    remote.close();
  }
}

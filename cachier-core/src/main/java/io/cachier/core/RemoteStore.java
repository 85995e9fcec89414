package io.cachier.core;

import io.cachier.CacheEntryView;
import io.cachier.CodecException;
import io.cachier.core.metrics.MetricsRecorder;
import io.cachier.core.metrics.UsageSource;
import io.cachier.metrics.BackendOperation;
import io.cachier.metrics.CacheCounter;
import io.cachier.spi.CacheEntry;
import io.cachier.spi.Claim;
import io.cachier.spi.EntryInfo;
import io.cachier.spi.EntryKey;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import io.cachier.spi.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Entries outside this process, behind the guard. Ages arrive measured by the backend's clock and
 * are turned at once into moments of this process's ticker, counted from before the question was
 * sent: so an entry never looks younger than it is.
 */
final class RemoteStore implements EntryStore {
  private static final System.Logger LOGGER = System.getLogger(RemoteStore.class.getName());

  private final String function;
  private final String owner;
  private final GuardedBackend backend;
  private final GuardedCodec codec;
  private final SingleFlight flights;
  private final LeaseKeeper leases;
  private final StoreRules rules;
  private final MetricsRecorder recorder;
  private final Ticker ticker;
  private final UsageProbe usage;
  private final RemoteWrites writes;
  private final RateLimitedLog log;

  RemoteStore(
      String function,
      String owner,
      GuardedBackend backend,
      GuardedCodec codec,
      SingleFlight flights,
      StoreRules rules,
      MetricsRecorder recorder,
      CachierParts root) {
    this.function = function;
    this.owner = owner;
    this.backend = backend;
    this.codec = codec;
    this.flights = flights;
    this.leases = root.leases();
    this.rules = rules;
    this.recorder = recorder;
    this.ticker = root.ticker();
    this.usage = new UsageProbe(function, backend, recorder, ticker, root.usageThread());
    this.log = new RateLimitedLog(LOGGER, ticker);
    this.writes = new RemoteWrites(function, backend, codec, flights, rules, recorder, usage, log);
  }

  @Override
  public String backendName() {
    return backend.name();
  }

  @Override
  public Optional<String> location() {
    return backend.unguarded().location(function);
  }

  @Override
  public @Nullable CacheEntry find(Object key, Call call) {
    long sentNanos = ticker.nanos();
    return seen(
        backend.lookUp(recorder, sentNanos, b -> b.lookup((EntryKey) key)), sentNanos, call);
  }

  @Override
  public Asked<@Nullable CacheEntry> finding(Object key, Call call) {
    long sentNanos = ticker.nanos();
    CompletableFuture<@Nullable Lookup> lookup =
        backend.asking(
            BackendOperation.LOOKUP,
            recorder,
            sentNanos,
            b -> b.lookup((EntryKey) key),
            late -> {});
    return new Asked<>(lookup, () -> seen(lookup.join(), sentNanos, call));
  }

  private @Nullable CacheEntry seen(@Nullable Lookup lookup, long sentNanos, Call call) {
    if (lookup == null) {
      call.noteBackendSilent();
      call.saw(null, 0);
      return null;
    }
    Lookup.Stored stored = lookup.stored();
    if (stored == null) {
      call.saw(null, 0);
      return null;
    }
    recorder.countAlso(CacheCounter.BYTES_READ, stored.payload().length);
    CacheEntry entry = read(stored, sentNanos);
    call.saw(entry, stored.version());
    return entry;
  }

  @Override
  public Peeked peek(Object key) {
    long sentNanos = ticker.nanos();
    Lookup lookup = backend.lookUp(MetricsRecorder.off(), sentNanos, b -> b.lookup((EntryKey) key));
    if (lookup == null) {
      return new Peeked(
          null, false, "the backend gave no answer: it failed, or its circuit breaker is open");
    }
    Lookup.Stored stored = lookup.stored();
    boolean claimed = lookup.claimed() || flights.isFlying(key);
    if (stored == null) {
      return new Peeked(null, claimed, null);
    }
    try {
      CacheEntry entry = decoded(stored, sentNanos);
      return new Peeked(
          entry, claimed, entry == null ? "the backend's clock was set back: no age" : null);
    } catch (CodecException e) {
      return new Peeked(null, claimed, "an entry is there, but can't be read: " + e.getMessage());
    }
  }

  private @Nullable CacheEntry read(Lookup.Stored stored, long sentNanos) {
    try {
      return decoded(stored, sentNanos);
    } catch (CodecException e) {
      recorder.count(CacheCounter.UNREADABLE);
      log.warn(() -> writes.problem("an entry could not be read and is computed anew", e));
      return null;
    }
  }

  /** Null: the backend's clock was set back since the write, so that the age can't be told. */
  private @Nullable CacheEntry decoded(Lookup.Stored stored, long sentNanos) {
    GuardedCodec.Decoded decoded = codec.decode(KeyLabel.without(stored.payload()));
    if (stored.ageNanos() < 0) {
      return null;
    }
    return new CacheEntry(
        decoded.value(),
        sentNanos - stored.ageNanos(),
        decoded.computeNanos(),
        stored.payload().length);
  }

  @Override
  public Grip seize(Object key, Call call) {
    if (call.backendSilent()) {
      return Grip.UNFENCED;
    }
    EntryKey entryKey = (EntryKey) key;
    Claim claim =
        backend.ask(
            BackendOperation.CLAIM,
            recorder,
            b -> b.claim(entryKey, owner, leases.lease()),
            late -> giveBack(entryKey, late));
    return gripOf(claim, call);
  }

  @Override
  public Asked<Grip> seizing(Object key, Call call) {
    if (call.backendSilent()) {
      return Asked.now(Grip.UNFENCED);
    }
    EntryKey entryKey = (EntryKey) key;
    CompletableFuture<@Nullable Claim> claim =
        backend.asking(
            BackendOperation.CLAIM,
            recorder,
            recorder.clock(),
            b -> b.claim(entryKey, owner, leases.lease()),
            late -> giveBack(entryKey, late));
    return new Asked<>(claim, () -> gripOf(claim.join(), call));
  }

  private static Grip gripOf(@Nullable Claim claim, Call call) {
    if (claim instanceof Claim.Granted granted) {
      return new Grip(
          granted.version() == call.version() ? Grip.State.GRANTED : Grip.State.CHANGED,
          granted.token());
    }
    if (claim == null) {
      call.noteBackendSilent();
      return Grip.UNFENCED;
    }
    return Grip.HELD;
  }

  /** A claim that was granted after its caller had gone on would block others for a lease. */
  private void giveBack(EntryKey key, Claim late) {
    if (late instanceof Claim.Granted granted) {
      backend.send(BackendOperation.RELEASE, recorder, b -> b.release(key, granted.token()));
    }
  }

  @Override
  public void release(Object key, Grip grip, Call call) {
    writes.release((EntryKey) key, grip);
  }

  @Override
  public Renewal renewing(Object key, Grip grip) {
    if (grip.token() == RemoteBackend.UNFENCED) {
      return Renewal.NONE;
    }
    return leases.keep(
        () ->
            backend.send(
                BackendOperation.RENEW,
                recorder,
                b -> b.renew((EntryKey) key, grip.token(), leases.lease())));
  }

  @Override
  public void awaitSettled(Object key, Call call, long atMostNanos) throws InterruptedException {
    boolean answered =
        backend.awaitSettled(
            recorder,
            atMostNanos,
            b -> b.awaitSettled((EntryKey) key, Duration.ofNanos(atMostNanos)));
    if (!answered) {
      call.noteBackendSilent();
    }
  }

  @Override
  public Asked<@Nullable Void> settling(Object key, Call call, long atMostNanos) {
    CompletableFuture<Boolean> answered =
        backend.settling(
            recorder,
            atMostNanos,
            b -> b.awaitSettled((EntryKey) key, Duration.ofNanos(atMostNanos)));
    return new Asked<>(
        answered,
        () -> {
          if (!answered.join()) {
            call.noteBackendSilent();
          }
          return null;
        });
  }

  @Override
  public Asked<@Nullable Void> putting(
      Object key, CacheEntry entry, Grip grip, Call call, Flight flight) {
    return writes.putting((EntryKey) key, entry, grip, call, flight);
  }

  @Override
  public void put(Object key, CacheEntry entry, Grip grip, Call call, Flight flight) {
    writes.put((EntryKey) key, entry, grip, call, flight);
  }

  @Override
  public boolean precache(Object key, @Nullable Object value, @Nullable String label) {
    return writes.precache((EntryKey) key, value, label);
  }

  @Override
  public int precacheAll(Map<Object, Given> values) {
    return writes.precacheAll(values);
  }

  @Override
  public boolean remove(Object key) {
    AtomicReference<@Nullable Boolean> answer = new AtomicReference<>();
    flights.fence(
        key,
        () ->
            answer.set(
                backend.demand(BackendOperation.REMOVE, recorder, b -> b.remove((EntryKey) key))));
    usage.outdated();
    // Null where a backend forgot to tell.
    boolean removed = Boolean.TRUE.equals(answer.get());
    if (removed) {
      recorder.count(CacheCounter.REMOVED_EXPLICIT);
    }
    return removed;
  }

  @Override
  public Stream<Listed> list() {
    return backend
        .list(recorder, b -> b.entries(function))
        .map(info -> new Listed(info.key(), view(info)));
  }

  private CacheEntryView view(EntryInfo info) {
    return new CacheEntryView(
        Optional.of(info.key().hex()),
        rules.keepsKeys() ? label(info.key()) : Optional.empty(),
        info.age(),
        OptionalLong.of(info.sizeBytes()),
        info.claimed());
  }

  /** A listing tells no payloads: the key that is kept in one needs a look-up. */
  private Optional<String> label(EntryKey key) {
    Lookup lookup = backend.lookUp(recorder, ticker.nanos(), b -> b.lookup(key));
    Lookup.Stored stored = lookup == null ? null : lookup.stored();
    if (stored == null) {
      return Optional.empty();
    }
    recorder.countAlso(CacheCounter.BYTES_READ, stored.payload().length);
    return KeyLabel.text(stored.payload());
  }

  @Override
  public long cleanup() {
    Duration age = rules.usableFor().orElse(null);
    if (age == null) {
      return 0;
    }
    Long answer =
        backend.demand(BackendOperation.CLEAR, recorder, b -> b.removeOlderThan(function, age));
    long removed = answer == null ? 0 : Math.max(0, answer);
    if (removed > 0) {
      recorder.count(CacheCounter.REMOVED_EXPIRED, removed);
      usage.outdated();
    }
    return removed;
  }

  @Override
  public void clear() {
    flights.fenceAll(
        () ->
            noteCleared(backend.demand(BackendOperation.CLEAR, recorder, b -> b.clear(function))));
    usage.outdated();
  }

  private void noteCleared(@Nullable Long removed) {
    if (removed != null && removed > 0) {
      recorder.count(CacheCounter.REMOVED_CLEARED, removed);
    }
  }

  @Override
  public void clearClaims() {
    flights.fenceAll(
        () ->
            backend.demand(BackendOperation.CLEAR_CLAIMS, recorder, b -> b.clearClaims(function)));
  }

  @Override
  public UsageSource usage() {
    return usage;
  }

  @Override
  public void close() {}
}

package io.cachier.core;

import io.cachier.CacheEntryView;
import io.cachier.core.metrics.MetricsRecorder;
import io.cachier.core.metrics.UsageSource;
import io.cachier.metrics.CacheCounter;
import io.cachier.spi.CacheEntry;
import io.cachier.spi.LocalBackend;
import io.cachier.spi.Ticker;
import io.cachier.spi.Usage;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Entries in this process. The flight alone is the claim, so seizing costs a second look: between
 * the call's look-up and its taking the lead another flight may have landed.
 */
final class LocalStore implements EntryStore {
  private final String backendName;
  private final LocalBackend backend;
  private final SingleFlight flights;
  private final StoreRules rules;
  private final MetricsRecorder recorder;
  private final Ticker ticker;

  LocalStore(
      String backendName,
      LocalBackend backend,
      SingleFlight flights,
      StoreRules rules,
      MetricsRecorder recorder,
      Ticker ticker) {
    this.backendName = backendName;
    this.backend = backend;
    this.flights = flights;
    this.rules = rules;
    this.recorder = recorder;
    this.ticker = ticker;
  }

  @Override
  public String backendName() {
    return backendName;
  }

  @Override
  public Optional<String> location() {
    return Optional.empty();
  }

  @Override
  public @Nullable CacheEntry find(Object key, Call call) {
    CacheEntry entry = backend.get(key);
    call.saw(entry, 0);
    return entry;
  }

  @Override
  public Peeked peek(Object key) {
    return new Peeked(backend.get(key), flights.isFlying(key), null);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // another entry, even an equal one, is another write
  public Grip seize(Object key, Call call) {
    return new Grip(backend.get(key) == call.found() ? Grip.State.GRANTED : Grip.State.CHANGED, 0);
  }

  @Override
  public void release(Object key, Grip grip, Call call) {}

  @Override
  public Renewal renewing(Object key, Grip grip) {
    return Renewal.NONE;
  }

  @Override
  public void awaitSettled(Object key, Call call, long atMostNanos) {}

  @Override
  public Asked<@Nullable CacheEntry> finding(Object key, Call call) {
    CacheEntry entry = find(key, call);
    return entry == null ? Asked.nothing() : Asked.now(entry);
  }

  @Override
  public Asked<Grip> seizing(Object key, Call call) {
    return Asked.now(seize(key, call));
  }

  @Override
  public Asked<@Nullable Void> settling(Object key, Call call, long atMostNanos) {
    return Asked.nothing();
  }

  @Override
  public Asked<@Nullable Void> putting(
      Object key, CacheEntry entry, Grip grip, Call call, Flight flight) {
    put(key, entry, grip, call, flight);
    return Asked.nothing();
  }

  @Override
  public void put(Object key, CacheEntry entry, Grip grip, Call call, Flight flight) {
    CacheEntry measured = admit(entry);
    if (measured == null) {
      return;
    }
    flights.fenceEarlier(key, flight);
    if (!flight.unlessFenced(() -> backend.put(key, measured))) {
      recorder.count(CacheCounter.FENCED_WRITES);
    }
  }

  @Override
  public boolean precache(Object key, @Nullable Object value, @Nullable String label) {
    CacheEntry entry = admit(new CacheEntry(value, ticker.nanos(), 0, -1));
    if (entry == null) {
      return false;
    }
    flights.fence(key, () -> backend.put(key, entry));
    return true;
  }

  @Override
  public int precacheAll(Map<Object, Given> values) {
    int stored = 0;
    for (Map.Entry<Object, Given> one : values.entrySet()) {
      stored += precache(one.getKey(), one.getValue().value(), one.getValue().label()) ? 1 : 0;
    }
    return stored;
  }

  private @Nullable CacheEntry admit(CacheEntry entry) {
    if (rules.rejectsNull(entry.value())) {
      return null;
    }
    if (!rules.measuresLiveValues()) {
      return entry;
    }
    long sizeBytes = rules.estimate(entry.value());
    return rules.rejectsSize(sizeBytes)
        ? null
        : new CacheEntry(entry.value(), entry.writtenNanos(), entry.computeNanos(), sizeBytes);
  }

  @Override
  public boolean remove(Object key) {
    boolean[] removed = new boolean[1];
    flights.fence(key, () -> removed[0] = backend.remove(key));
    if (removed[0]) {
      recorder.count(CacheCounter.REMOVED_EXPLICIT);
    }
    return removed[0];
  }

  @Override
  public Stream<Listed> list() {
    return backend.entries().map(entry -> new Listed(entry.getKey(), view(entry)));
  }

  private CacheEntryView view(Map.Entry<Object, CacheEntry> listed) {
    CacheEntry entry = listed.getValue();
    return new CacheEntryView(
        Optional.empty(),
        rules.keepsKeys() ? Optional.of(KeyText.of(listed.getKey())) : Optional.empty(),
        Duration.ofNanos(Math.max(0, ticker.nanos() - entry.writtenNanos())),
        entry.sizeBytes() < 0 ? OptionalLong.empty() : OptionalLong.of(entry.sizeBytes()),
        flights.isFlying(listed.getKey()));
  }

  @Override
  public long cleanup() {
    Duration age = rules.usableFor().orElse(null);
    if (age == null) {
      return 0;
    }
    long removed = backend.removeWrittenBefore(ticker.nanos() - age.toNanos());
    recorder.count(CacheCounter.REMOVED_EXPIRED, removed);
    return removed;
  }

  @Override
  public void clear() {
    flights.fenceAll(() -> recorder.count(CacheCounter.REMOVED_CLEARED, backend.clear()));
  }

  @Override
  public void clearClaims() {
    flights.fenceAll(() -> {});
  }

  @Override
  public UsageSource usage() {
    return () -> new Usage(OptionalLong.of(backend.size()), backend.sizeBytes());
  }

  @Override
  public void close() {
    backend.close();
  }
}

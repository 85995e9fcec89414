package io.cachier.backend.mongo;

import io.cachier.spi.Claim;
import io.cachier.spi.EntryInfo;
import io.cachier.spi.EntryKey;
import io.cachier.spi.Gauge;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import io.cachier.spi.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.jspecify.annotations.Nullable;

/**
 * Entries in MongoDB. One document a key, with the value, the claim, or both; every operation on a
 * key is one command, and so atomic. Never blocks.
 */
final class MongoBackend implements RemoteBackend {
  /** A document that was not there and is there when it is to be made: so often at most. */
  private static final int ATTEMPTS = 5;

  /**
   * How much earlier than a value's writing it may be at the server: a command sees the time at
   * which it began, and routers of a sharded cluster have clocks of their own.
   */
  private static final long CLOCK_TOLERANCE_MILLIS = 100;

  private static final int MOST_OWNER_CHARS = 200;
  private static final BsonDocument VALUE_ONLY =
      new BsonDocument(Fields.ID, new BsonInt32(0)).append(Fields.VERSION, new BsonInt32(1));

  private final Source source;
  private final Gateway gateway;
  private final Indexes indexes;
  private final Claims claims;
  private final Waiters waiters;
  private final Counting counting;
  private final Sweeps sweeps;
  private final CollectionFigures collection;
  private final UniqueNumbers numbers = new UniqueNumbers();
  private final ScheduledThreadPoolExecutor timer = Threads.timer();
  private final Threads listing = new Threads();
  private final AtomicBoolean closed = new AtomicBoolean();

  MongoBackend(Source source) {
    this.source = source;
    gateway = new Gateway(source, timer);
    indexes = new Indexes(source.where());
    claims = new Claims(source::where);
    waiters = new Waiters(gateway, this::restMillis, timer);
    counting = new Counting(gateway);
    sweeps = new Sweeps(gateway);
    collection = new CollectionFigures(gateway);
    timer.execute(this::prepare);
  }

  /** What would hold up the first call, which waits for an operation timeout at most. */
  private void prepare() {
    if (!closed.get()) {
      source.prepare();
    }
  }

  long openSubscriptions() {
    return gateway.openSubscriptions();
  }

  @Nullable Link link() {
    return gateway.current();
  }

  Waiters waiters() {
    return waiters;
  }

  @Override
  public CompletionStage<Lookup> lookup(EntryKey key) {
    BsonDocument filter = new BsonDocument(Fields.ID, Ids.of(key));
    return gateway.with(
        link ->
            link.documents()
                .find(
                    filter,
                    link.timing()
                        .projection(
                            Fields.PAYLOAD,
                            Fields.VERSION,
                            Fields.WRITTEN,
                            Fields.TOKEN,
                            Fields.LEASE_END))
                .thenApply(row -> row == null ? Lookup.NOTHING : lookup(row, link.timing())));
  }

  private Lookup lookup(Row row, Timing timing) {
    long now = timing.nowMillis(row);
    boolean claimed = row.isClaimed(now);
    if (!row.hasValue() && !row.foreign()) {
      return new Lookup(null, claimed);
    }
    byte[] payload = row.payload();
    if (row.foreign() || payload == null || row.writtenMillis() == Row.UNTOLD) {
      throw MongoFailure.foreign(gateway.where());
    }
    return new Lookup(
        new Lookup.Stored(payload, ageNanos(row.writtenMillis(), now), row.version()), claimed);
  }

  /** Rounded up, since both times are cut; negative if it can't be told. */
  static long ageNanos(long writtenMillis, long nowMillis) {
    long age = nowMillis - writtenMillis;
    if (age < 0 && age >= -CLOCK_TOLERANCE_MILLIS) {
      age = 0;
    }
    return Duration.ofMillis(age < 0 ? age : age + 1).toNanos();
  }

  @Override
  public CompletionStage<Claim> claim(EntryKey key, String owner, Duration lease) {
    long token = numbers.next();
    String name = owner.substring(0, Math.min(owner.length(), MOST_OWNER_CHARS));
    Duration stands = Leases.bounded(lease);
    return gateway.with(
        link -> {
          indexes.ensure(link.documents());
          return claims.claim(link, key, token, name, stands, ATTEMPTS);
        });
  }

  @Override
  public CompletionStage<Boolean> renew(EntryKey key, long token, Duration lease) {
    Duration stands = Leases.bounded(lease);
    return gateway.with(
        link -> link.documents().update(claimed(key, token), link.timing().renewal(stands)));
  }

  @Override
  public CompletionStage<Boolean> release(EntryKey key, long token) {
    return gateway.with(link -> link.documents().update(claimed(key, token), Sweeps.NO_CLAIM));
  }

  @Override
  public CompletionStage<Boolean> store(
      EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
    counting.outdated(key.function());
    long version = numbers.next();
    Duration kept = Leases.bounded(retention.orElse(Leases.FOR_EVER));
    return gateway.with(
        link -> {
          if (payload.length > link.mostPayloadBytes()) {
            throw MongoFailure.tooLarge(payload.length, link.mostPayloadBytes());
          }
          indexes.ensure(link.documents());
          Timing.Change value = link.timing().value(payload, version, kept);
          return token == UNFENCED
              ? put(link, key, value, ATTEMPTS)
              : link.documents().update(claimed(key, token), value);
        });
  }

  private CompletableFuture<Boolean> put(
      Link link, EntryKey key, Timing.Change value, int attempts) {
    return link.documents()
        .upsert(Ids.ours(key), value)
        .exceptionallyCompose(
            failure ->
                MongoFailure.isDuplicateKey(failure) && attempts > 1
                    ? claims
                        .inspect(link, key)
                        .thenCompose(row -> put(link, key, value, attempts - 1))
                    : CompletableFuture.failedFuture(failure));
  }

  @Override
  public CompletionStage<Void> awaitSettled(EntryKey key, Duration atMost) {
    return waiters.await(key, atMost);
  }

  private CompletableFuture<Long> restMillis(EntryKey key) {
    return gateway.with(
        link ->
            claims
                .inspect(link, key)
                .thenApply(
                    row ->
                        row == null || row.token() == 0
                            ? 0L
                            : row.leaseEndMillis() - link.timing().nowMillis(row)));
  }

  @Override
  public CompletionStage<Boolean> remove(EntryKey key) {
    counting.outdated(key.function());
    return gateway.with(
        link ->
            link.documents()
                .findAndDelete(Ids.ours(key), VALUE_ONLY)
                .thenApply(row -> row != null && row.hasValue()));
  }

  @Override
  public CompletionStage<Long> clear(String function) {
    return changed(function, sweeps.clear(function));
  }

  @Override
  public CompletionStage<Long> clearClaims(String function) {
    return sweeps.clearClaims(function);
  }

  @Override
  public CompletionStage<Long> removeOlderThan(String function, Duration age) {
    return changed(function, sweeps.removeOlderThan(function, age));
  }

  private CompletableFuture<Long> changed(String function, CompletableFuture<Long> sweep) {
    counting.outdated(function);
    return sweep.whenComplete((sum, failure) -> counting.outdated(function));
  }

  @Override
  public Flow.Publisher<EntryInfo> entries(String function) {
    return new EntryPublisher(() -> new Listed(gateway, function), listing.executor());
  }

  @Override
  public CompletionStage<Usage> usage(String function) {
    return counting.usage(function);
  }

  @Override
  public long largestPayloadBytes() {
    Link link = gateway.current();
    return link == null ? Gateway.LARGEST_PAYLOAD_BYTES : link.mostPayloadBytes();
  }

  @Override
  public List<Gauge> gauges() {
    List<Gauge> gauges = new ArrayList<>(source.gauges());
    gauges.add(new Gauge("operations_in_flight", Map.of(), gateway.openSubscriptions()));
    gauges.add(new Gauge("change_streams", Map.of(), waiters.openStreams()));
    gauges.addAll(collection.gauges());
    return gauges;
  }

  @Override
  public Optional<String> location(String function) {
    return Optional.of(
        "MongoDB at "
            + gateway.where()
            + ", "
            + source.namespace().getFullName()
            + ", documents of f: "
            + function);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      waiters.close();
      timer.shutdownNow();
      listing.close();
      gateway.close();
    }
  }

  private static BsonDocument claimed(EntryKey key, long token) {
    return new BsonDocument(Fields.ID, Ids.of(key)).append(Fields.TOKEN, new BsonInt64(token));
  }
}

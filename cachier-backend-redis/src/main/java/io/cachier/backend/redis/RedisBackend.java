package io.cachier.backend.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cachier.spi.ChangeListener;
import io.cachier.spi.ChangeWatch;
import io.cachier.spi.Claim;
import io.cachier.spi.EntryInfo;
import io.cachier.spi.EntryKey;
import io.cachier.spi.Gauge;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import io.cachier.spi.Usage;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.NestedMultiOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Entries in Redis. One string a key, see {@link RecordFormat}; what changes a claim is a script,
 * and so atomic; {@link LookupRequest} reads without one. Never blocks.
 */
final class RedisBackend implements RemoteBackend {
  /**
   * How long an entry without an end is kept. Every key has an end, for the clock that it tells.
   */
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  /** What four bytes hold, in milliseconds; the engine's longest lease is a day. */
  private static final Duration LONGEST_LEASE = Duration.ofDays(45);

  private static final int MOST_BYTES = (512 << 20) - 4096;
  private static final int KEYS_A_SCRIPT = 50;
  private static final int MOST_OWNER_CHARS = 200;
  private static final byte[] UNFENCED_TOKEN = new byte[8];
  private static final byte[] NO_CHANNEL = new byte[0];

  private static final Duration COUNTING_PATIENCE = Duration.ofMillis(500);
  private static final long CLOSING_SECONDS = 2;

  private final String prefix;
  private final Connector connector;
  private final Gateway gateway;
  private final ConnectionLedger commands;
  private final ConnectionLedger messages;
  private final Waiters waiters;
  private final ChangeFeed changes;
  private final Census census;
  private final ServerFigures server;
  private final Map<String, FunctionSpace> spaces = new ConcurrentHashMap<>();
  private final UniqueNumbers numbers = new UniqueNumbers();
  private final ScheduledThreadPoolExecutor timer = Threads.timer();
  private final Threads listing = new Threads();
  private final AtomicBoolean watched = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  RedisBackend(String prefix, Connector connector) {
    this(prefix, connector, COUNTING_PATIENCE);
  }

  RedisBackend(String prefix, Connector connector, Duration countingPatience) {
    this.prefix = prefix;
    this.connector = connector;
    commands = new ConnectionLedger(() -> {});
    messages = new ConnectionLedger(this::messagesMayBeLost);
    gateway = new Gateway(connector, commands, timer);
    waiters = new Waiters(this::restMillis, timer, connector, messages);
    changes = new ChangeFeed(connector, timer);
    census = new Census(gateway, countingPatience);
    server = new ServerFigures(gateway);
    timer.execute(this::prepare);
  }

  /** What would hold up the first call, which waits for an operation timeout at most. */
  private void prepare() {
    if (!closed.get()) {
      Script.load();
      connector.prepare();
    }
  }

  private void messagesMayBeLost() {
    waiters.askAgain();
  }

  private FunctionSpace space(String function) {
    FunctionSpace known = spaces.get(function);
    return known != null
        ? known
        : spaces.computeIfAbsent(function, name -> new FunctionSpace(prefix, name));
  }

  private byte[] redisKey(EntryKey key) {
    return space(key.function()).key(key);
  }

  @Override
  public CompletionStage<Lookup> lookup(EntryKey key) {
    return submit(new LookupRequest(gateway, redisKey(key)));
  }

  @Override
  public CompletionStage<Claim> claim(EntryKey key, String owner, Duration lease) {
    long token = numbers.next();
    String name = owner.substring(0, Math.min(owner.length(), MOST_OWNER_CHARS));
    ScriptRequest<List<Object>> request =
        new ScriptRequest<>(
            gateway,
            Script.CLAIM,
            () -> new NestedMultiOutput<>(ByteArrayCodec.INSTANCE),
            List.of(redisKey(key)),
            RecordFormat.bytes(token),
            millis(lease, LONGEST_LEASE),
            name.getBytes(UTF_8));
    return submit(request)
        .thenApply(
            answer ->
                (long) answer.get(0) == 1
                    ? new Claim.Granted(token, RecordFormat.version((byte[]) answer.get(1), 0))
                    : new Claim.Held(Duration.ofMillis((long) answer.get(1))));
  }

  @Override
  public CompletionStage<Boolean> renew(EntryKey key, long token, Duration lease) {
    return yesOrNo(Script.RENEW, key, RecordFormat.bytes(token), millis(lease, LONGEST_LEASE));
  }

  @Override
  public CompletionStage<Boolean> release(EntryKey key, long token) {
    return yesOrNo(Script.RELEASE, key, RecordFormat.bytes(token));
  }

  @Override
  public CompletionStage<Boolean> store(
      EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
    if (payload.length > MOST_BYTES) {
      // The server would cut the connection, on which others wait for their answers.
      return CompletableFuture.failedFuture(RedisFailure.tooLarge(payload.length, MOST_BYTES));
    }
    census.outdated(space(key.function()));
    return yesOrNo(
        Script.STORE,
        key,
        token == UNFENCED ? UNFENCED_TOKEN : RecordFormat.bytes(token),
        RecordFormat.bytes(numbers.next()),
        millis(retention.orElse(FOR_EVER), FOR_EVER),
        payload,
        channel(key.function()));
  }

  @Override
  public CompletionStage<Void> awaitSettled(EntryKey key, Duration atMost) {
    watch();
    return waiters.await(redisKey(key), atMost);
  }

  private CompletableFuture<Long> restMillis(byte[] key, int mark) {
    return submit(number(Script.AWAIT, List.of(key), text(mark)));
  }

  @Override
  public CompletionStage<Boolean> remove(EntryKey key) {
    census.outdated(space(key.function()));
    return yesOrNo(Script.REMOVE, key, channel(key.function()));
  }

  @Override
  public CompletionStage<Long> clear(String function) {
    return onAll(function, Script.REMOVE, channel(function));
  }

  @Override
  public CompletionStage<Long> clearClaims(String function) {
    return onAll(function, Script.UNCLAIM);
  }

  @Override
  public CompletionStage<Long> removeOlderThan(String function, Duration age) {
    return onAll(
        function,
        Script.EXPIRE,
        text(Math.min(age.toMillis(), FOR_EVER.toMillis())),
        channel(function));
  }

  /**
   * One script call after the other on a function's keys. A key that is there when this begins is
   * met, whatever is stored under it meanwhile: so what was claimed before ends here.
   */
  private CompletionStage<Long> onAll(String function, Script script, byte[]... arguments) {
    FunctionSpace space = space(function);
    // Keys of one call must lie in one slot; on a Cluster they hardly ever do.
    int atOnce = gateway.isCluster() ? 1 : KEYS_A_SCRIPT;
    Function<List<byte[]>, CompletionStage<Long>> work =
        page -> {
          List<CompletableFuture<Long>> parts = new ArrayList<>();
          for (int from = 0; from < page.size(); from += atOnce) {
            List<byte[]> keys = page.subList(from, Math.min(page.size(), from + atOnce));
            parts.add(submit(number(script, keys, arguments)));
          }
          return CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new))
              .thenApply(all -> parts.stream().mapToLong(CompletableFuture::join).sum());
        };
    census.outdated(space);
    return new Sweep(new KeyScan(gateway, space), work)
        .run()
        .whenComplete((sum, failure) -> census.outdated(space));
  }

  @Override
  public Flow.Publisher<EntryInfo> entries(String function) {
    return new EntryPublisher(() -> new Listed(gateway, space(function)), listing.executor());
  }

  @Override
  public CompletionStage<Usage> usage(String function) {
    return census.usage(space(function));
  }

  /**
   * Where changes are told. On a Cluster, nowhere: its servers pass messages on to each other, and
   * may lose them without anybody's being told.
   */
  private byte[] channel(String function) {
    return gateway.isCluster() ? NO_CHANNEL : space(function).changes();
  }

  @Override
  public Optional<ChangeWatch> watch(String function, ChangeListener listener) {
    return gateway.isCluster()
        ? Optional.empty()
        : Optional.of(changes.watch(space(function), listener));
  }

  @Override
  public List<Gauge> gauges() {
    List<Gauge> gauges = new ArrayList<>();
    connections(gauges, "commands", commands);
    connections(gauges, "messages", messages);
    if (changes.isInUse()) {
      connections(gauges, "changes", changes.ledger());
    }
    gauges.add(new Gauge("commands_in_flight", Map.of(), gateway.inFlight()));
    gauges.add(new Gauge("reconnects", Map.of(), commands.reconnects() + messages.reconnects()));
    gauges.addAll(server.gauges());
    return gauges;
  }

  private static void connections(List<Gauge> gauges, String pool, ConnectionLedger ledger) {
    gauges.add(connections(pool, "open", ledger.openCount()));
    gauges.add(connections(pool, "closed", ledger.closedCount()));
  }

  private static Gauge connections(String pool, String state, int count) {
    return new Gauge("pool_connections", Map.of("pool", pool, "state", state), count);
  }

  @Override
  public Optional<String> location(String function) {
    return Optional.of("Redis at " + gateway.where() + ", keys " + space(function));
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      CompletableFuture<Void> connectionsClosed =
          CompletableFuture.allOf(waiters.close(), changes.close(), gateway.close())
              .orTimeout(CLOSING_SECONDS, TimeUnit.SECONDS);
      timer.shutdownNow();
      listing.close();
      Afterwards.await(
          connectionsClosed.exceptionally(failure -> null).thenCompose(done -> connector.close()),
          2 * CLOSING_SECONDS);
    }
  }

  private <T> CompletableFuture<T> submit(Request<T> request) {
    watch();
    return gateway.submit(request);
  }

  /** Starts the thread of the timer, once there is something to watch. */
  private void watch() {
    if (!watched.get() && watched.compareAndSet(false, true) && !closed.get()) {
      Afterwards.forget(timer.scheduleWithFixedDelay(gateway::inspect, 1, 1, TimeUnit.SECONDS));
    }
  }

  private CompletionStage<Boolean> yesOrNo(Script script, EntryKey key, byte[]... arguments) {
    return submit(number(script, List.of(redisKey(key)), arguments)).thenApply(n -> n == 1);
  }

  private ScriptRequest<Long> number(Script script, List<byte[]> keys, byte[]... arguments) {
    return new ScriptRequest<>(
        gateway, script, () -> new IntegerOutput<>(ByteArrayCodec.INSTANCE), keys, arguments);
  }

  /** At least one, since nothing can end before it began. */
  private static byte[] millis(Duration duration, Duration most) {
    Duration bounded = duration.compareTo(most) > 0 ? most : duration;
    return text(Math.max(1, bounded.plusNanos(999_999).toMillis()));
  }

  private static byte[] text(long number) {
    return Long.toString(number).getBytes(UTF_8);
  }
}

package io.cachier.backend.sql;

import io.cachier.spi.ChangeListener;
import io.cachier.spi.ChangeWatch;
import io.cachier.spi.Claim;
import io.cachier.spi.EntryInfo;
import io.cachier.spi.EntryKey;
import io.cachier.spi.Gauge;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import io.cachier.spi.Usage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Entries in a table. One row a key, see {@link EntryTable}; what changes a claim is one statement,
 * and so atomic. Blocks nobody but who waits for a look-up.
 */
final class SqlBackend implements RemoteBackend {
  private static final Duration PIECE_PATIENCE = Duration.ofSeconds(30);

  private final SqlConfig config;
  private final ConnectionSource source;
  private final Gateway gateway;
  private final Wakeups wakeups;

  /** Made with the first watch, under its own lock: the other is held while a table is made. */
  private volatile @Nullable ChangeFeed changes;

  private final Object changesLock = new Object();

  private final TableFigures figures;
  private final UniqueNumbers numbers = new UniqueNumbers();
  private final ScheduledThreadPoolExecutor timer = Threads.timer();
  private final ThreadPoolExecutor bulk = Threads.single("cachier-sql-bulk");
  private final ThreadPoolExecutor listing = Threads.single("cachier-sql-listing");
  private final AtomicBoolean closed = new AtomicBoolean();

  /** What is said, once it is known to what kind of database. Guarded by this for writing. */
  private volatile @Nullable Statements statements;

  private volatile PayloadLimit payloadLimit = new PayloadLimit(0, false);

  SqlBackend(SqlConfig config, ConnectionSource source) {
    this.config = config;
    this.source = source;
    gateway =
        new Gateway(
            config.limits(),
            this::session,
            failure -> SqlFailure.of(failure, source.secrets(), config.table()),
            source::connectionLost);
    wakeups = new Wakeups(source, gateway, timer, config.table());
    figures = new TableFigures(gateway);
    timer.execute(this::prepare);
  }

  /** Loads what would hold up the first call, which waits for an operation timeout at most. */
  private void prepare() {
    if (!closed.get()) {
      new Statements(new EntryTable(config.database().orElse(Database.H2), config.table()))
          .rehearse();
    }
  }

  /** A connection that is fit for use; the first one looks at the table. */
  private Session session() throws SQLException {
    Connection connection = source.connection();
    boolean fit = false;
    try {
      Statements known = statements;
      Statements fitting = known == null ? first(connection) : known;
      Session session = new Session(connection, fitting, payloadLimit);
      fit = true;
      return session;
    } finally {
      if (!fit) {
        closeQuietly(connection);
      }
    }
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // Why it is of no use has been told.
    }
  }

  private synchronized Statements first(Connection connection) throws SQLException {
    Statements known = statements;
    if (known != null) {
      return known;
    }
    Database database =
        config.database().isPresent() ? config.database().get() : Database.of(connection);
    Statements made = new Statements(new EntryTable(database, config.table()));
    DSLContext dsl = Jooq.on(connection, database);
    config.schema(made.table()).prepare(dsl);
    payloadLimit = PayloadLimit.of(dsl, database);
    String url = connection.getMetaData().getURL();
    if (url != null && database.readsOnWaitingThread(url)) {
      gateway.readHere();
    }
    statements = made;
    sweepNowAndThen();
    return made;
  }

  @Override
  public CompletionStage<Lookup> lookup(EntryKey key) {
    return gateway.read(session -> session.lookup(key));
  }

  @Override
  public CompletionStage<Claim> claim(EntryKey key, String owner, Duration lease) {
    long token = numbers.next();
    String name = EntryTable.printable(owner);
    return gateway.write(
        session -> session.statements().claim(session.dsl(), key, token, name, lease));
  }

  @Override
  public CompletionStage<Boolean> renew(EntryKey key, long token, Duration lease) {
    return gateway.write(session -> session.statements().renew(session.dsl(), key, token, lease));
  }

  @Override
  public CompletionStage<Boolean> release(EntryKey key, long token) {
    return ending(key, session -> session.statements().release(session.dsl(), key, token));
  }

  @Override
  public CompletionStage<Boolean> store(
      EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
    long version = numbers.next();
    return ending(
        key,
        session -> {
          session.payloadLimit().check(payload);
          return token == UNFENCED
              ? session.statements().storeUnfenced(session.dsl(), key, payload, version, retention)
              : session.statements().store(session.dsl(), key, payload, token, version, retention);
        });
  }

  private CompletionStage<Boolean> ending(EntryKey key, Task.Work<Statements.Ending> work) {
    return gateway.write(
        session -> {
          Statements.Ending ending = work.on(session);
          if (ending != Statements.Ending.REFUSED) {
            wakeups.ended(session, key, ending == Statements.Ending.AWAITED);
          }
          return ending != Statements.Ending.REFUSED;
        });
  }

  @Override
  public CompletionStage<Void> awaitSettled(EntryKey key, Duration atMost) {
    return wakeups.waiters().await(key, atMost);
  }

  @Override
  public CompletionStage<Boolean> remove(EntryKey key) {
    return gateway.write(
        session -> {
          Statements.Removal removal = session.statements().remove(session.dsl(), key);
          wakeups.ended(session, key, removal.awaited());
          return removal.entry();
        });
  }

  @Override
  public CompletionStage<Long> clear(String function) {
    return inPieces(function, Bulk::remove, true);
  }

  @Override
  public CompletionStage<Long> clearClaims(String function) {
    return inPieces(function, Bulk::unclaim, true);
  }

  @Override
  public CompletionStage<Long> removeOlderThan(String function, Duration age) {
    long ageMicros = age.isZero() ? 0 : Statements.micros(age);
    return later(
        () -> {
          long before =
              gateway.now(PIECE_PATIENCE, s -> new Bulk(s.table()).nowMicros(s.dsl())) - ageMicros;
          return pieces(
              function,
              (b, dsl, name, after) -> b.removeWrittenBefore(dsl, name, after, before),
              false);
        });
  }

  /** One piece of something done to all rows of a function. */
  private interface PieceWork {
    Bulk.Piece on(Bulk bulk, DSLContext dsl, byte[] function, byte @Nullable [] after);
  }

  private CompletionStage<Long> inPieces(String function, PieceWork work, boolean endsClaims) {
    return later(() -> pieces(function, work, endsClaims));
  }

  /**
   * From the first digest to the last. A row that is there when this begins is met, whatever is
   * stored in it meanwhile: so what was claimed before ends here.
   */
  private long pieces(String function, PieceWork work, boolean endsClaims) {
    byte[] name = EntryTable.bytes(function);
    long sum = 0;
    byte[] after = null;
    do {
      byte[] from = after;
      Bulk.Piece piece =
          gateway.now(PIECE_PATIENCE, s -> work.on(new Bulk(s.table()), s.dsl(), name, from));
      sum += piece.count();
      after = piece.end();
    } while (after != null && !closed.get());
    if (endsClaims) {
      var unused =
          gateway.now(
              PIECE_PATIENCE,
              session -> {
                wakeups.ended(session, function);
                return true;
              });
    }
    return sum;
  }

  private interface Slow {
    long run();
  }

  /** On the one thread for what takes long. */
  private CompletionStage<Long> later(Slow work) {
    CompletableFuture<Long> done = new CompletableFuture<>();
    try {
      bulk.execute(
          () -> {
            try {
              done.complete(work.run());
            } catch (CompletionException failure) {
              done.completeExceptionally(failure.getCause());
            } catch (Throwable failure) {
              done.completeExceptionally(failure);
            }
          });
    } catch (RejectedExecutionException closing) {
      done.completeExceptionally(SqlFailure.closed());
    }
    return done;
  }

  @Override
  public Flow.Publisher<EntryInfo> entries(String function) {
    return new EntryPublisher(() -> new Listed(gateway, function), listing);
  }

  @Override
  public CompletionStage<Usage> usage(String function) {
    return gateway
        .submit(
            session -> new Bulk(session.table()).usage(session.dsl(), EntryTable.bytes(function)))
        .exceptionallyCompose(
            failure ->
                failure instanceof TimeoutException
                    // Counting would take too long.
                    ? CompletableFuture.completedFuture(Usage.UNKNOWN)
                    : CompletableFuture.failedFuture(failure));
  }

  private void sweepNowAndThen() {
    long everyMillis = config.cleanupInterval().toMillis();
    // The processes of a fleet that started together do not all sweep together.
    long firstMillis = ThreadLocalRandom.current().nextLong(everyMillis / 2, everyMillis + 1);
    try {
      Afterwards.forget(
          timer.scheduleWithFixedDelay(
              () -> Afterwards.run(later(this::sweep), (swept, failure) -> {}),
              firstMillis,
              everyMillis,
              TimeUnit.MILLISECONDS));
    } catch (RejectedExecutionException closing) {
      // Then there is nothing to sweep any more.
    }
  }

  /** Removes what is past its retention. If it fails, the next one removes it. */
  private long sweep() {
    long sum = 0;
    int found;
    do {
      found = gateway.now(PIECE_PATIENCE, s -> new Bulk(s.table()).sweep(s.dsl()));
      sum += found;
    } while (found == Bulk.NAMED_PIECE && !closed.get());
    return sum;
  }

  @Override
  public Optional<ChangeWatch> watch(String function, ChangeListener listener) {
    boolean tells = config.database().map(Database::notifies).orElse(true);
    if (!tells || !Wakeups.isDriverThere()) {
      return Optional.empty();
    }
    synchronized (changesLock) {
      ChangeFeed feed = changes;
      if (feed == null) {
        feed = new ChangeFeed(source, gateway, config.table());
        changes = feed;
      }
      return Optional.of(feed.watch(function, listener));
    }
  }

  @Override
  public List<Gauge> gauges() {
    List<Gauge> gauges = new ArrayList<>();
    gauges.add(connections("active", gateway.activeCount()));
    gauges.add(connections("idle", gateway.idleCount()));
    gauges.add(new Gauge("operations_pending", Map.of(), gateway.pendingCount()));
    gauges.addAll(figures.gauges());
    return gauges;
  }

  private static Gauge connections(String state, int count) {
    return new Gauge("pool_connections", Map.of("state", state), count);
  }

  @Override
  public Optional<String> location(String function) {
    return Optional.of(source.secrets().where() + ", table " + config.table());
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      wakeups.close();
      ChangeFeed feed = changes;
      if (feed != null) {
        feed.close();
      }
      timer.shutdownNow();
      bulk.shutdown();
      listing.shutdown();
      gateway.close(source::close);
    }
  }
}

package io.cachier.backend.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.cachier.spi.ChangeListener;
import io.cachier.spi.ChangeWatch;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells of changes, by a connection of its own that listens to one channel for each function: the
 * scripts that change an entry publish within the change. Made when somebody first watches.
 *
 * <p>Every second it subscribes anew to what it listens to already. The server answers each time,
 * and so a connection is found out that the network has forgotten: after {@link #SILENCE_NANOS}
 * without an answer nothing is trusted any more, and another connection is made.
 */
final class ChangeFeed {
  private static final long BEAT_MILLIS = 1_000;
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final Connector connector;
  private final ScheduledExecutorService timer;
  private final ConnectionLedger ledger = new ConnectionLedger(this::connectionChanged);
  private final Map<String, Watched> watched = new ConcurrentHashMap<>();
  private @Nullable Channels channels;
  private boolean opening;
  private boolean beating;
  private boolean closed;

  /** Told apart by this, answers that belong to a connection that was lost since mean nothing. */
  private long epoch;

  private long heardNanos;

  /** One function's channel, and who is told. */
  private static final class Watched {
    private final FunctionSpace space;
    private final byte[] channel;
    private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
    private boolean connected;

    Watched(FunctionSpace space) {
      this.space = space;
      channel = space.changes();
    }
  }

  ChangeFeed(Connector connector, ScheduledExecutorService timer) {
    this.connector = connector;
    this.timer = timer;
  }

  ConnectionLedger ledger() {
    return ledger;
  }

  boolean isInUse() {
    return !watched.isEmpty();
  }

  ChangeWatch watch(FunctionSpace space, ChangeListener listener) {
    String name = name(space.changes());
    synchronized (this) {
      Watched its = watched.computeIfAbsent(name, n -> new Watched(space));
      its.listeners.add(listener);
      if (its.connected) {
        listener.connected();
      }
      if (!beating && !closed) {
        beating = true;
        Afterwards.forget(
            timer.scheduleWithFixedDelay(
                this::beat, BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS));
      }
    }
    beatSoon();
    return () -> end(name, listener);
  }

  private synchronized void end(String name, ChangeListener listener) {
    Watched its = watched.get(name);
    if (its != null && its.listeners.remove(listener) && its.listeners.isEmpty()) {
      watched.remove(name);
      if (channels != null) {
        channels.unsubscribe(its.channel);
      }
    }
  }

  private static String name(byte[] channel) {
    return new String(channel, ISO_8859_1);
  }

  /** On the event loop: one digest or several, one after the other. */
  private void message(byte[] channel, byte[] digests) {
    Watched its = watched.get(name(channel));
    if (its != null) {
      its.space
          .entries(digests)
          .forEach(key -> its.listeners.forEach(listener -> listener.changed(key)));
    }
  }

  private void beatSoon() {
    try {
      timer.execute(this::beat);
    } catch (RejectedExecutionException closing) {
      // Nobody is told anything any more.
    }
  }

  /** What is missing is begun: a connection, subscriptions, a sign of life. */
  private synchronized void beat() {
    if (closed || opening || watched.isEmpty()) {
      return;
    }
    Channels open = channels;
    if (open == null) {
      open();
    } else if (System.nanoTime() - heardNanos > SILENCE_NANOS) {
      lost();
      channels = null;
      Afterwards.forget(open.close().toCompletableFuture());
      open();
    } else {
      // All of them: one that is subscribed already does no harm, and there are few.
      watched.values().forEach(its -> subscribe(open, its));
    }
  }

  private void open() {
    opening = true;
    CompletableFuture<Channels> made =
        CompletableFuture.supplyAsync(() -> connector.listen(ledger, this::message), timer)
            .thenCompose(connecting -> connecting);
    Afterwards.run(made, this::opened);
  }

  private synchronized void opened(@Nullable Channels open, @Nullable Throwable failure) {
    opening = false;
    if (open == null) {
      return;
    }
    if (closed) {
      Afterwards.forget(open.close().toCompletableFuture());
      return;
    }
    channels = open;
    heardNanos = System.nanoTime();
    beatSoon();
  }

  private void subscribe(Channels open, Watched its) {
    long asked = epoch;
    Afterwards.run(open.subscribe(its.channel), (sent, failure) -> subscribed(its, asked, failure));
  }

  private synchronized void subscribed(Watched its, long asked, @Nullable Throwable failure) {
    if (asked != epoch || closed) {
      return;
    }
    if (failure == null) {
      heardNanos = System.nanoTime();
      if (!its.connected) {
        its.connected = true;
        its.listeners.forEach(ChangeListener::connected);
      }
    } else if (RedisFailure.isNoPermission(failure)) {
      heardNanos = System.nanoTime();
      watched.remove(name(its.channel), its);
      its.listeners.forEach(
          listener ->
              listener.unsupported(
                  "Redis does not let this user listen; grant it the channels &"
                      + name(its.channel)));
    }
  }

  /** On the event loop. */
  private void connectionChanged() {
    if (ledger.openCount() == 0) {
      synchronized (this) {
        lost();
      }
    } else {
      beatSoon();
    }
  }

  private void lost() {
    epoch++;
    for (Watched its : watched.values()) {
      if (its.connected) {
        its.connected = false;
        its.listeners.forEach(ChangeListener::lost);
      }
    }
  }

  /** Closes for good; completes when the connection is closed. */
  synchronized CompletableFuture<Void> close() {
    closed = true;
    lost();
    watched.clear();
    return channels == null
        ? CompletableFuture.completedFuture(null)
        : channels.close().toCompletableFuture();
  }
}

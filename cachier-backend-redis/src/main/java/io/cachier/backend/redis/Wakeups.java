package io.cachier.backend.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The one connection that listens for all who wait, made when somebody first waits. */
final class Wakeups {
  /** Between two attempts to connect. Who waits polls meanwhile. */
  private static final long RESPITE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Connector connector;
  private final ConnectionLedger ledger;
  private final Executor executor;
  private final Consumer<byte[]> message;
  private @Nullable CompletableFuture<Channels> channels;
  private long askedNanos;
  private boolean closed;

  Wakeups(
      Connector connector, ConnectionLedger ledger, Executor executor, Consumer<byte[]> message) {
    this.connector = connector;
    this.executor = executor;
    this.ledger = ledger;
    this.message = message;
  }

  /** Begins to listen, and tells how messages must be sent. */
  CompletionStage<Integer> subscribe(byte[] channel) {
    return channels().thenCompose(open -> subscribe(open, channel));
  }

  /** A connection that the network has forgotten would never answer: then another is made. */
  private CompletionStage<Integer> subscribe(Channels open, byte[] channel) {
    CompletableFuture<Integer> subscribed =
        open.subscribe(channel).toCompletableFuture().copy().orTimeout(10, TimeUnit.SECONDS);
    Afterwards.run(
        subscribed,
        (told, failure) -> {
          if (failure instanceof TimeoutException) {
            giveUp(open);
          }
        });
    return subscribed;
  }

  private synchronized void giveUp(Channels silent) {
    if (channels != null && channels.getNow(null) == silent) {
      channels = null;
      Afterwards.forget(silent.close().toCompletableFuture());
    }
  }

  void unsubscribe(byte[] channel) {
    CompletableFuture<Channels> known;
    synchronized (this) {
      known = channels;
    }
    if (known != null) {
      Afterwards.forget(known.thenAccept(open -> open.unsubscribe(channel)));
    }
  }

  /** Whether no message can get lost just now, as far as is known. */
  boolean areHeard() {
    return ledger.openCount() > 0 && ledger.closedCount() == 0;
  }

  private CompletableFuture<Channels> channels() {
    synchronized (this) {
      if (closed) {
        return CompletableFuture.failedFuture(RedisFailure.closed());
      }
      if (channels != null
          && (!channels.isCompletedExceptionally()
              || System.nanoTime() - askedNanos < RESPITE_NANOS)) {
        return channels;
      }
      askedNanos = System.nanoTime();
      channels = listen();
      return channels;
    }
  }

  private CompletableFuture<Channels> listen() {
    try {
      return CompletableFuture.supplyAsync(
              () -> connector.listen(ledger, (channel, content) -> message.accept(channel)),
              executor)
          .thenCompose(connecting -> connecting);
    } catch (RejectedExecutionException closing) {
      return CompletableFuture.failedFuture(RedisFailure.closed());
    }
  }

  /** Closes for good; completes when the connection is closed. */
  synchronized CompletableFuture<Void> close() {
    closed = true;
    return channels == null
        ? CompletableFuture.completedFuture(null)
        : channels.thenCompose(Channels::close);
  }
}

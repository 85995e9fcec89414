package io.cachier.backend.redis;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way to the server: connects when first needed, and gives up a connection that stays silent or
 * leads to a server that takes no writes. Thread-safe, never blocks.
 */
final class Gateway {
  /** Between two attempts at a first connection, so that callers do not hammer a dead server. */
  private static final long RESPITE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** How often a request is sent anew to a Cluster's server that had not been connected yet. */
  private static final int REPETITIONS = 3;

  /**
   * For so many inspections a connection may owe answers and give none. Then it may be one that the
   * network has forgotten, and which the system would keep for a quarter of an hour.
   */
  private static final int SILENT_INSPECTIONS = 10;

  /** Between two connections given up because their server is a replica. */
  private static final long BETWEEN_DROPS_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Connector connector;
  private final ConnectionLedger ledger;
  private final Executor executor;
  private final Set<Request<?>> underWay = ConcurrentHashMap.newKeySet();
  private final Object lock = new Object();
  private volatile @Nullable Link open;
  private volatile boolean closed;
  private @Nullable CompletableFuture<Link> opening;
  private @Nullable Throwable refusal;
  private long refusedNanos;
  private @Nullable Long droppedNanos;

  /**
   * Makes a way.
   *
   * @param executor what connects; connecting for the first time takes long, and callers wait for
   *     no more than they chose to
   */
  Gateway(Connector connector, ConnectionLedger ledger, Executor executor) {
    this.connector = connector;
    this.executor = executor;
    this.ledger = ledger;
  }

  String where() {
    return connector.where();
  }

  boolean isCluster() {
    return connector.isCluster();
  }

  /** Sends a request, after connecting if need be. */
  <T> CompletableFuture<T> submit(Request<T> request) {
    underWay.add(request);
    resend(request);
    return request;
  }

  private void resend(Request<?> request) {
    Link link = open;
    if (link != null) {
      dispatch(request, link);
    } else {
      Afterwards.run(
          link(),
          (connected, failure) -> {
            if (failure == null) {
              dispatch(request, connected);
            } else {
              request.fail(failure);
            }
          });
    }
  }

  private static void dispatch(Request<?> request, Link link) {
    try {
      request.dispatch(link);
    } catch (RuntimeException failure) {
      request.fail(failure);
    }
  }

  void answered(Request<?> request) {
    underWay.remove(request);
  }

  /** Whether a failure only means that a connection to this server has to be made first. */
  boolean repeats(Throwable failure, int repetitions) {
    if (RedisFailure.isReadOnly(failure) && mayDropAgain()) {
      Afterwards.forget(drop());
    }
    return isCluster() && !closed && repetitions < REPETITIONS && RedisFailure.isRejection(failure);
  }

  /** Sends a request again, once all servers are connected that can be. */
  void repeat(Request<?> request) {
    Link link = open;
    if (link == null || !isCluster()) {
      resend(request);
    } else {
      Afterwards.run(link.masters(), (masters, failure) -> resend(request));
    }
  }

  /** The connection, made if there is none. */
  CompletableFuture<Link> link() {
    CompletableFuture<Link> made;
    synchronized (lock) {
      if (closed) {
        return CompletableFuture.failedFuture(RedisFailure.closed());
      }
      Link link = open;
      if (link != null) {
        return CompletableFuture.completedFuture(link);
      }
      if (opening != null) {
        return opening;
      }
      if (refusal != null && System.nanoTime() - refusedNanos < RESPITE_NANOS) {
        return CompletableFuture.failedFuture(refusal);
      }
      made = new CompletableFuture<>();
      opening = made;
    }
    try {
      executor.execute(() -> connect(made));
    } catch (RejectedExecutionException closing) {
      connected(made, null, RedisFailure.closed());
    }
    return made;
  }

  private void connect(CompletableFuture<Link> made) {
    try {
      connector.connect(ledger).whenComplete((link, failure) -> connected(made, link, failure));
    } catch (RuntimeException failure) {
      connected(made, null, failure);
    }
  }

  private void connected(
      CompletableFuture<Link> made, @Nullable Link link, @Nullable Throwable failure) {
    Throwable problem = failure;
    synchronized (lock) {
      opening = null;
      if (link != null && closed) {
        Afterwards.forget(link.close());
        problem = RedisFailure.closed();
      } else if (link != null) {
        open = link;
      } else {
        refusal = problem;
        refusedNanos = System.nanoTime();
      }
    }
    if (problem != null) {
      made.completeExceptionally(problem);
    } else {
      made.complete(link);
    }
  }

  /**
   * To be called about once a second: finds the connection that has fallen silent. On a Cluster one
   * server's silence must not hide behind the answers of the others, so each request is looked at.
   */
  void inspect() {
    boolean silent = false;
    for (Request<?> request : underWay) {
      silent |= request.inspected() >= SILENT_INSPECTIONS;
    }
    if (silent && open != null) {
      Afterwards.forget(drop());
    }
  }

  /** A server that stays a replica must not have its connection made anew for every write. */
  private boolean mayDropAgain() {
    synchronized (lock) {
      long now = System.nanoTime();
      Long last = droppedNanos;
      if (last != null && now - last < BETWEEN_DROPS_NANOS) {
        return false;
      }
      droppedNanos = now;
      return true;
    }
  }

  /** Gives the connection up; the next request makes another. */
  private CompletableFuture<Void> drop() {
    Link dropped;
    synchronized (lock) {
      dropped = open;
      open = null;
    }
    return dropped == null ? CompletableFuture.completedFuture(null) : dropped.close();
  }

  long inFlight() {
    return underWay.size();
  }

  boolean isConnected() {
    return open != null;
  }

  /** Closes for good; completes when the connection is closed. */
  CompletableFuture<Void> close() {
    synchronized (lock) {
      closed = true;
      opening = null;
    }
    return drop();
  }
}

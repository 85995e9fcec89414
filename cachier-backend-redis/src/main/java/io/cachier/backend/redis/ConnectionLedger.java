package io.cachier.backend.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulConnection;
import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Which connections of one kind are open, and how often one came back. Thread-safe. */
final class ConnectionLedger implements RedisConnectionStateListener {
  private final Set<Object> open = ConcurrentHashMap.newKeySet();
  private final Set<Object> known = ConcurrentHashMap.newKeySet();
  private final LongAdder reconnects = new LongAdder();

  /** Told of every change, on the event loop. */
  private final Runnable changed;

  ConnectionLedger(Runnable changed) {
    this.changed = changed;
  }

  /** Takes a connection into the book that has just been made. */
  void watch(StatefulConnection<byte[], byte[]> connection) {
    if (known.add(connection)) {
      connection.addListener(this);
      open.add(connection);
    }
  }

  /** The connection was given up. */
  void forget(Object connection) {
    known.remove(connection);
    open.remove(connection);
  }

  @Override
  public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
    if (known.contains(connection)) {
      open.add(connection);
      reconnects.increment();
      changed.run();
    }
  }

  @Override
  public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
    open.remove(connection);
    changed.run();
  }

  int openCount() {
    return open.size();
  }

  int closedCount() {
    // A Cluster's client closes for good what its topology no longer holds.
    known.removeIf(ConnectionLedger::isClosedForGood);
    return Math.max(0, known.size() - open.size());
  }

  static boolean isClosedForGood(Object connection) {
    return connection instanceof RedisChannelHandler<?, ?> handler && handler.isClosed();
  }

  long reconnects() {
    return reconnects.sum();
  }
}
